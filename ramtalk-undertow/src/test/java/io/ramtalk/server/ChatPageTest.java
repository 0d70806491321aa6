package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import io.ramtalk.Eventually;
import io.ramtalk.Profile;
import io.ramtalk.UserId;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two people with a phone each, in a real browser on a real server. */
final class ChatPageTest {
  private static final String ANA = "01711111111";
  private static final String BO = "01722222222";
  private static final String SMALL_GIF =
      "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";
  private static final int MAX_FIRST_PAINT_BYTES = 100_000;

  private static Browser browser;

  private RamTalkServer server = start(0);
  private Browser.Visitor ana;
  private Browser.Visitor bo;

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

  @AfterEach
  void stop() {
    for (var visitor : new Browser.Visitor[] {ana, bo}) {
      if (visitor != null) {
        assertThat(visitor.faults()).isEmpty();
        assertThat(visitor.requests()).allSatisfy(url -> assertThat(url).satisfiesAnyOf(
            own -> assertThat(own).startsWith(server.uri().toString()),
            data -> assertThat(data).startsWith("data:"),
            blob -> assertThat(blob).startsWith("blob:")));
        visitor.close();
      }
    }
    server.close();
  }

  @Test
  void messages_goBothWays_withTicks() {
    meet();

    ana.write("Hello");
    ana.seesTick("Hello", "delivered");
    bo.page().getByText("1 unread").waitFor();
    bo.choose("Ana");
    bo.sees("Hello");
    ana.seesTick("Hello", "read");
    bo.write("Hi");
    ana.sees("Hi");
    bo.seesTick("Hi", "read");

    assertThat(ana.texts()).containsExactly("Hello", "Hi");
    ana.page().locator(".presence").getByText("online").waitFor();
    /* After an acknowledgement only the tab has the message, and the message survives a reload. */
    ana.page().reload();
    ana.choose("Bo");
    assertThat(ana.texts()).containsExactly("Hello", "Hi");
    assertThat(server.messenger().peek(id(ANA), 9)).isEmpty();
  }

  @Test
  void login_withCode() {
    var codes = new ConcurrentHashMap<String, String>();
    try (var closed = otpServer(codes); var visitor = browser.phone(closed.uri())) {
      visitor.page().getByLabel("Mobile number").fill(ANA);
      visitor.page().getByText("Send me a code").click();
      visitor.page().getByLabel("Code").fill("000000".equals(codes.get(ANA)) ? "1" : "000000");
      visitor.page().getByText("Log in").click();
      visitor.page().getByText("The code is wrong").waitFor();
      visitor.page().getByLabel("Code").fill(codes.get(ANA));
      visitor.page().getByLabel("Name, if you are new").fill("Ana");
      visitor.page().getByText("Stay logged in").click();
      visitor.page().getByText("Log in", exactly()).click();
      visitor.page().getByText("Ana (you)").click();
      visitor.write("Note to self");
      visitor.seesTick("Note to self", "read");

      assertThat(visitor.faults()).isEmpty();
      var other = visitor.context().newPage();
      other.navigate("/");
      other.getByText("Ana (you)").waitFor();
      assertThat(other.evaluate("Object.keys(localStorage).join()")).isEqualTo("/ramtalk.stay");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void picture_tooLarge_isShrunkAndArrives() throws IOException {
    meet();

    ana.page().getByLabel("Add a picture").setInputFiles(
        new FilePayload("noise.png", "image/png", Pictures.noise(900, 700)));
    ana.page().getByAltText("Picture to send").waitFor();
    ana.page().getByLabel("Send", exactLabel()).click();
    bo.choose("Ana");
    bo.page().getByAltText("Picture").waitFor();

    var source = bo.page().getByAltText("Picture").getAttribute("src");
    assertThat(source).startsWith("data:image/jpeg;base64,");
    assertThat(source.length() * 3 / 4).isBetween(5_000, 51_300);
    ana.page().getByLabel("Add a picture").setInputFiles(
        new FilePayload("x.png", "image/png", "no picture".getBytes()));
    ana.page().getByText("This file is not a picture that can be sent.").waitFor();
    for (var how : List.of("drop", "paste")) {
      giveFile(ana.page(), how);
      ana.page().getByAltText("Picture to send").waitFor();
      ana.page().getByText("Remove it").click();
      ana.page().getByAltText("Picture to send").waitFor(Browser.hidden());
    }
  }

  @Test
  void selfDestruct_countsDownOnBothSidesOnceRead() {
    meet();
    ana.page().clock().install();
    bo.page().clock().install();

    ana.page().getByLabel("Self-destruct after reading").selectOption("1 minute");
    ana.write("Burn this");
    ana.seesTick("Burn this", "delivered");
    bo.choose("Ana");
    bo.sees("Burn this");
    ana.seesTick("Burn this", "read");
    bo.page().clock().fastForward(30_000);
    assertThat(bo.texts()).containsExactly("Burn this");
    assertThat(bo.page().locator(".timer").innerText()).contains("0:");
    bo.page().clock().fastForward(31_000);
    ana.page().clock().fastForward(61_000);

    bo.page().locator(".bubble").waitFor(Browser.hidden());
    ana.page().locator(".bubble").waitFor(Browser.hidden());
    assertThat((String) bo.page().evaluate("JSON.stringify(sessionStorage)"))
        .doesNotContain("Burn this");
  }

  @Test
  void mailbox_full_saysWhatToDo() throws Exception {
    meet();
    bo.context().setOffline(true);
    Eventually.that("Bo is gone", () -> !server.messenger().presence(id(BO)).online());

    for (int i = 1; i <= 6; i++) {
      ana.write("Number " + i);
    }
    ana.page().getByText("The mailbox is full").waitFor();
    bo.context().setOffline(false);
    ana.seesTick("Number 5", "delivered");
    ana.page().locator(".choices").getByText("Send again").click();

    bo.choose("Ana");
    bo.sees("Number 6");
    assertThat(bo.texts()).containsExactly(
        "Number 1", "Number 2", "Number 3", "Number 4", "Number 5", "Number 6");
  }

  @Test
  void offline_andBack_losesAndDoublesNothing() {
    meet();
    ana.write("Before");
    ana.seesTick("Before", "delivered");

    ana.context().setOffline(true);
    ana.page().locator(".offline:visible").waitFor();
    ana.write("Written offline 1");
    ana.write("Written offline 2");
    ana.seesTick("Written offline 2", "waiting for the server");
    server.messenger().send(id(BO), id(ANA), "Sent meanwhile");
    ana.context().setOffline(false);
    ana.seesTick("Written offline 2", "delivered");
    ana.sees("Sent meanwhile");

    bo.choose("Ana");
    assertThat(bo.texts()).containsExactly("Before", "Written offline 1", "Written offline 2");
    assertThat(ana.texts()).containsExactlyInAnyOrder(
        "Before", "Written offline 1", "Written offline 2", "Sent meanwhile");
  }

  @Test
  void server_restarted_saysThatMessagesWereLost() {
    meet();
    ana.write("Before");
    ana.seesTick("Before", "delivered");

    int port = server.port();
    server.close();
    ana.page().locator(".offline:visible").waitFor();
    server = start(port);
    ana.page().getByText("The server does not recognize your login.").waitFor();
    ana.page().getByText("Sign up or log in").click();

    ana.page().getByText("The server was restarted.").waitFor();
    ana.choose("Bo");
    assertThat(ana.texts()).containsExactly("Before");
    ana.page().getByText("This account no longer exists").waitFor();
  }

  @Test
  void export_holdsTheConversation() throws IOException {
    meet();
    ana.write("Kept");
    ana.seesTick("Kept", "delivered");

    var download = ana.page().waitForDownload(
        () -> ana.page().getByLabel("Export this conversation as JSON").click());

    var export = Caller.parse(Files.readString(download.path()));
    assertThat(download.suggestedFilename()).endsWith(".json");
    assertThat(export.at("/with/name").asText()).isEqualTo("Bo");
    assertThat(export.at("/messages/0/text").asText()).isEqualTo("Kept");
    assertThat(export.at("/messages/0/state").asText()).isEqualTo("delivered");
  }

  @Test
  void account_deleted_leavesNothing() {
    meet();
    ana.write("Gone");
    ana.page().getByLabel("Back to people").click();
    ana.page().getByLabel("Settings").click();
    ana.page().getByText("Delete my account").click();
    ana.page().getByText("Yes, delete my account").click();
    ana.page().getByText("Your account and your mailbox have been deleted.").waitFor();

    assertThat(server.messenger().find(ANA)).isEmpty();
    assertThat((String) ana.page().evaluate(
        "JSON.stringify(sessionStorage) + JSON.stringify(localStorage)"))
        .doesNotContain("Gone", ANA, "Bo");
  }

  @Test
  void hostileTexts_breakNeitherPageNorLayout() {
    var hostile = List.of("<img src=x onerror=alert(1)>", "<script>alert(1)</script>",
        "\u202eedisrever\u202d\u2066", "W".repeat(4_096),
        "Z" + "\u0351\u0315\u0350\u0312\u0324".repeat(60), "a\u0000b", "\u200f\u061cשלום",
        "${alert(1)} {{x}} javascript:alert(1)", "👩‍👩‍👧‍👦".repeat(40));
    var names = List.of("<b>Bo</b><script>", "${oB}", "B".repeat(64),
        "Z" + "\u0351\u0315\u0350".repeat(20));
    for (int i = 0; i < names.size(); i++) {
      server.messenger().signUp(Profile.of("0180000000" + i).name(names.get(i)));
    }
    meet();
    bo.find(ANA);
    ana.page().onDialog(dialog -> ana.faults().add("A dialog: " + dialog.message()));

    for (int i = 0; i < hostile.size(); i++) {
      server.messenger().send(id(BO), id(ANA), hostile.get(i));
      ana.page().locator(".bubble").nth(i).waitFor();
    }

    assertThat(ana.page().locator(".bubble .text").first().textContent())
        .isEqualTo(hostile.get(0));
    assertThat(ana.page().locator(".bubble b, .bubble script, .bubble [onerror]").count()).isZero();
    assertFits(ana.page());
    ana.picture("hostile-conversation");
    ana.page().getByLabel("Back to people").click();
    assertFits(ana.page());
    assertThat(ana.page().locator(".people b, .people script").count()).isZero();
    assertThat(ana.page().locator(".person .name bdi").allTextContents())
        .contains("<b>Bo</b><script>", "${oB}");
    ana.picture("hostile-people");
  }

  @Test
  void views_haveNoAccessibilityViolations() {
    ana = browser.phone(server.uri());
    inBothSchemes("login");
    bo = browser.phone(server.uri()).signUp(BO, "Bo");
    ana.signUp(ANA, "Ana").find(BO);
    ana.write("Shall we meet at the river at six?");
    bo.choose("Ana");
    bo.write("Yes! I bring the bread 🥖");
    ana.sees("Yes! I bring the bread 🥖");
    ana.write("And I the cheese.");
    ana.seesTick("And I the cheese.", "read");

    ana.resize(Browser.DESKTOP);
    inBothSchemes("conversation");
    ana.resize(Browser.PHONE);
    inBothSchemes("conversation");
    ana.page().getByLabel("Back to people").click();
    inBothSchemes("people");
    ana.page().getByLabel("Settings").click();
    inBothSchemes("settings");
  }

  private void inBothSchemes(String view) {
    assertFits(ana.page());
    for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      ana.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      var size = ana.page().viewportSize();
      ana.inspect(view + "-" + size.width + "x" + size.height + "-"
          + scheme.name().toLowerCase(Locale.ROOT));
    }
  }

  @Test
  void firstPaint_transfersLessThan100KBytes() {
    ana = browser.phone(server.uri());
    ana.page().getByText("Sign up or log in").waitFor();

    var bytes = (Number) ana.page().evaluate("performance.getEntriesByType('resource')"
        + ".concat(performance.getEntriesByType('navigation'))"
        + ".reduce((sum, entry) => sum + entry.transferSize, 0)");

    assertThat(bytes.intValue()).isBetween(10_000, MAX_FIRST_PAINT_BYTES);
    System.out.println("First paint: " + bytes + " bytes");
  }

  @Test
  void docs_showEveryRoute_andTryOne() {
    ana = browser.visit(server.uri(), "docs", Browser.DESKTOP, ColorScheme.LIGHT);
    var page = ana.page();
    page.locator("#operations-Operation-livez .opblock-summary-control").click();
    page.getByText("Try it out").click();
    page.locator(".execute").click();

    page.locator(".live-responses-table").getByText("\"access\"").first().waitFor();
    assertThat(page.locator(".opblock").count()).isEqualTo(
        Caller.parse(new Caller(server.uri()).get("/openapi.json").body()).get("paths")
            .findValuesAsText("operationId").size());
    ana.picture("docs");
  }

  @Test
  void shell_opensWithoutTheServer() {
    ana = browser.phone(server.uri());
    ana.page().evaluate("navigator.serviceWorker.ready.then(() => 1)");
    ana.page().reload();
    ana.page().getByText("Sign up or log in").waitFor();
    ana.signUp(ANA, "Ana");

    ana.context().setOffline(true);
    ana.page().reload();

    ana.page().locator(".offline:visible").waitFor();
    assertThat((String) ana.page().evaluate("caches.open('ramtalk-shell').then(c => c.keys())"
        + ".then(keys => keys.map(key => new URL(key.url).pathname).join())"))
        .contains("/page/app.js").doesNotContain("users", "receive", "ws");
  }

  /** Signs up Ana and Bo; Ana opens the conversation and Bo the list of people. */
  private void meet() {
    bo = browser.phone(server.uri()).signUp(BO, "Bo");
    ana = browser.phone(server.uri()).signUp(ANA, "Ana").find(BO);
  }

  private UserId id(String mobile) {
    return server.messenger().find(mobile).orElseThrow().id();
  }

  /** Drops a small picture on the conversation or pastes it into the message field. */
  private static void giveFile(Page page, String how) {
    page.evaluate("([how, data]) => {"
        + "const files = new DataTransfer();"
        + "const bytes = Uint8Array.from(atob(data), c => c.charCodeAt(0));"
        + "files.items.add(new File([bytes], 'small.gif', {type: 'image/gif'}));"
        + "document.querySelector('.composer textarea').dispatchEvent(how === 'drop'"
        + " ? new DragEvent('drop', {dataTransfer: files, bubbles: true, cancelable: true})"
        + " : new ClipboardEvent('paste', {clipboardData: files, bubbles: true}))}",
        List.of(how, SMALL_GIF));
  }

  private static void assertFits(Page page) {
    /* No box scrolls sideways or extends beyond the window. A bubble clips stacked accents at
     * its edge. */
    assertThat((List<?>) page.evaluate("[...document.querySelectorAll("
        + "'html, .messages, .people ul, header')].filter("
        + "box => box.scrollWidth > box.clientWidth + 1).map(box => box.outerHTML.slice(0, 99))"))
        .isEmpty();
    assertThat((List<?>) page.evaluate("[...document.querySelectorAll('.bubble, .person')]"
        + ".filter(box => box.getBoundingClientRect().right > innerWidth"
        + " || getComputedStyle(box).overflowX === 'visible' && box.matches('.bubble'))"
        + ".map(box => box.outerHTML.slice(0, 99))")).isEmpty();
  }

  private static RamTalkServer start(int port) {
    try {
      return RamTalkServer.builder().port(port).build().start();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static RamTalkServer otpServer(Map<String, String> codes) throws IOException {
    return RamTalkServer.builder().port(0).access(Access.OTP)
        .codeDelivery(message -> codes.put(message.mobile(), message.code())).build().start();
  }

  private static Page.GetByTextOptions exactly() {
    return new Page.GetByTextOptions().setExact(true);
  }

  private static Page.GetByLabelOptions exactLabel() {
    return new Page.GetByLabelOptions().setExact(true);
  }
}
