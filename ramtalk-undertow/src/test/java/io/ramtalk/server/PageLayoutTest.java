package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import io.ramtalk.Profile;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page's layout on screens from a small phone to a desktop. */
final class PageLayoutTest {
  private static final List<Browser.Size> SIZES = List.of(new Browser.Size(320, 480),
      new Browser.Size(360, 640), new Browser.Size(412, 915), new Browser.Size(740, 360),
      new Browser.Size(799, 600), new Browser.Size(800, 600), new Browser.Size(1024, 768),
      new Browser.Size(1440, 900));

  private static Browser browser;

  private RamTalkServer server;
  private Browser.Visitor ana;

  @BeforeAll
  static void startBrowser() {
    browser = Browser.start();
  }

  @AfterAll
  static void stopBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  private void open(Browser.Size size) throws IOException {
    server = RamTalkServer.builder().port(0).build().start();
    ana = browser.visit(server.uri(), size, ColorScheme.LIGHT);
  }

  @AfterEach
  void stop() {
    if (ana != null) {
      assertThat(ana.faults()).isEmpty();
      ana.close();
      server.close();
    }
  }

  @Test
  void firstScreen_isWholeAtEverySize() throws IOException {
    open(Browser.PHONE);
    ana.signUp("01711111111", "Ana").page().getByText("No other users yet").waitFor();

    assertWholeAtEverySize(".people ul .person", ".people .empty", ".people .search");

    ana.resize(Browser.PHONE);
    ana.picture("first-screen");
    server.messenger().signUp(Profile.of("01722222222").name("Bo"));
    ana.page().reload();
    ana.page().locator(".person").nth(1).waitFor();
    assertWholeAtEverySize(".people ul .person", ".people ul li:last-child", ".people .search");
  }

  @Test
  void composer_isWholeAtEverySize() throws IOException {
    open(Browser.PHONE);
    server.messenger().signUp(Profile.of("01722222222").name("Bo"));
    ana.signUp("01711111111", "Ana").choose("Bo");
    ana.page().getByLabel("Self-destruct after reading").selectOption("1 hour");
    ana.page().locator(".composer textarea").fill("x".repeat(5_000));
    ana.page().locator(".composer textarea").press("Enter");
    ana.page().locator(".composer .error").waitFor();

    assertWholeAtEverySize(".composer .attach", ".composer .timers", ".composer .round",
        ".composer textarea", ".conversation header");
    ana.resize(Browser.PHONE);
    ana.picture("draft-too-long");
  }

  @Test
  void buttons_showAnIcon() throws IOException {
    open(Browser.DESKTOP);
    server.messenger().signUp(Profile.of("01722222222").name("Bo"));
    ana.signUp("01711111111", "Ana").choose("Bo");
    ana.page().locator(".composer").waitFor();

    var icons = ana.page().locator("button.plain:visible svg, label.plain svg, button.round svg");

    assertThat(icons.count()).isEqualTo(6);
    assertThat((List<?>) icons.evaluateAll("all => all.map(svg => svg.querySelector('path'))"
        + ".filter(path => !(path.getBBox().width > 8 && path.getBBox().height > 8"
        + " && getComputedStyle(path).stroke.startsWith('rgb(')))")).isEmpty();
  }

  @Test
  void server_away_nobodyIsShownOnline() throws IOException {
    open(Browser.DESKTOP);
    var bo = server.messenger().signUp(Profile.of("01722222222").name("Bo")).user().id();
    try (var live = LiveSocket.open(server.port(), "/ws/" + bo)) {
      live.next("hello");
      ana.signUp("01711111111", "Ana").choose("Bo");
      ana.page().locator(".presence").getByText("online").waitFor();
      assertThat(ana.page().locator(".people .online").count()).isEqualTo(2);

      server.close();
      ana.page().locator(".offline:visible").waitFor();

      assertThat(ana.page().locator(".presence").innerText()).doesNotContain("online");
      assertThat(ana.page().locator(".people .online").count()).isZero();
    }
    ana.picture("server-away");
  }

  /** Checks at every size that each element is inside the window and not cut by a scrolling box. */
  private void assertWholeAtEverySize(String... selectors) {
    for (var size : SIZES) {
      ana.resize(size);
      for (var selector : selectors) {
        assertThat(ana.page().locator(selector).first().evaluate("one => {"
            + " const own = one.getBoundingClientRect(); let seen = own.height;"
            + " for (let box = one.parentElement; box; box = box.parentElement) {"
            + " const edge = box === document.documentElement"
            + " ? {top: 0, bottom: innerHeight, left: 0, right: innerWidth}"
            + " : getComputedStyle(box).overflow === 'visible' ? own : box.getBoundingClientRect();"
            + " if (own.top < edge.top - 1 || own.bottom > edge.bottom + 1"
            + " || own.left < edge.left - 1 || own.right > edge.right + 1) { seen = -1; } }"
            + " return seen > 20; }")).as(selector + " at " + size).isEqualTo(true);
      }
    }
  }
}
