package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import io.ramtalk.Draft;
import io.ramtalk.Message;
import io.ramtalk.Profile;
import io.ramtalk.UserId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ana's drafts for Bo, Cy and Di, and their storage in the browser tab. */
final class PageDraftsTest {
  private static final String ANA = "01711111111";
  private static final String TOO_LONG = "x".repeat(5_000);
  private static final byte[] GIF =
      Base64.getDecoder().decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

  private static Browser browser;

  private RamTalkServer server;
  private Browser.Visitor ana;
  private UserId bo;
  private UserId cy;
  private UserId di;

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

  @BeforeEach
  void signUp() throws IOException {
    server = RamTalkServer.builder().port(0).build().start();
    bo = server.messenger().signUp(profile("01722222222", "Bo")).user().id();
    cy = server.messenger().signUp(profile("01733333333", "Cy")).user().id();
    di = server.messenger().signUp(profile("01744444444", "Di")).user().id();
    ana = browser.visit(server.uri(), Browser.DESKTOP, ColorScheme.LIGHT).signUp(ANA, "Ana");
  }

  @AfterEach
  void stop() {
    if (ana != null) {
      assertThat(ana.faults()).isEmpty();
      ana.close();
    }
    server.close();
  }

  @Test
  void draft_anotherConversationOpened_staysWithItsOwn() {
    draftForThree();

    assertDraft("Bo", "For Bo", true, "60", "");
    assertDraft("Cy", TOO_LONG, false, "0", "The message has 5000 bytes");
    assertDraft("Di", "", false, "3600", "This file is not a picture that can be sent.");
    assertDraft("Bo", "For Bo", true, "60", "");
  }

  @Test
  void draft_enterInAnotherConversation_isNotSent() throws Exception {
    draftForThree();

    ana.choose("Di");
    ana.page().locator(".composer textarea").press("Enter");
    ana.choose("Cy");
    ana.write("For Cy");
    ana.seesTick("For Cy", "sent");
    ana.choose("Bo");
    ana.page().locator(".composer textarea").press("Enter");
    ana.seesTick("For Bo", "sent");

    assertThat(peek(cy)).extracting(Message::text).containsExactly("For Cy");
    assertThat(peek(cy).get(0).picture()).isEmpty();
    assertThat(peek(bo)).extracting(Message::text).containsExactly("For Bo");
    assertThat(peek(bo).get(0).picture().orElseThrow().bytes()).isEqualTo(GIF);
    assertThat(peek(di)).isEmpty();
    /* A sent text is no longer a draft; the self-destruct timer stays with the conversation. */
    assertDraft("Bo", "", false, "60", "");
    assertDraft("Di", "", false, "3600", "This file is not a picture that can be sent.");
  }

  @Test
  void draft_pageLoadedAnew_isThereAgain() {
    draftForThree();

    ana.page().reload();

    assertDraft("Di", "", false, "3600", "This file is not a picture that can be sent.");
    assertDraft("Cy", TOO_LONG, false, "0", "The message has 5000 bytes");
    assertDraft("Bo", "For Bo", true, "60", "");
    ana.page().getByText("Remove it").click();
    ana.page().reload();
    assertDraft("Bo", "For Bo", false, "60", "");
  }

  @Test
  void draft_pictureOfAnotherPersonStillPrepared_comesToItsOwn() {
    ana.choose("Bo");
    ana.page().evaluate("() => { const real = createImageBitmap; const open = new Promise("
        + "go => { window.go = go; }); window.createImageBitmap = file =>"
        + " open.then(() => real(file)); }");
    attach("small.gif", GIF);
    ana.page().getByText("Preparing the picture").waitFor();
    ana.page().locator(".composer textarea").fill("With a picture");
    ana.page().locator(".composer textarea").press("Enter");

    ana.choose("Cy");
    ana.page().evaluate("go()");
    ana.choose("Bo");
    ana.page().getByAltText("Picture to send").waitFor();

    assertThat(ana.texts()).isEmpty();
    assertDraft("Bo", "With a picture", true, "0", "");
    assertDraft("Cy", "", false, "0", "");
  }

  @Test
  void draft_loggedOut_isGone() {
    draftForThree();

    ana.page().getByLabel("Settings").click();
    ana.page().getByText("Log out").click();
    ana.page().getByText("You are logged out.").waitFor();

    assertThat(stored()).doesNotContain("For Bo", "xxxx", "R0lGOD");
    ana.signUp(ANA, "Ana");
    assertDraft("Bo", "", false, "0", "");
  }

  @Test
  void tab_full_keepsReceivedPicturesRatherThanDrafted() throws IOException {
    ana.choose("Bo");
    ana.page().locator(".composer textarea").fill("For Bo");
    attach("noise.png", Pictures.noise(60, 60));
    ana.page().getByAltText("Picture to send").waitFor();
    fill(100);

    server.messenger().send(Draft.of(cy, id(ANA)).text("Look").image(GIF));
    ana.page().getByText("1 unread").waitFor();
    assertDraft("Bo", "For Bo", true, "0", "");
    ana.page().reload();

    assertDraft("Bo", "For Bo", false, "0", "");
    ana.choose("Cy");
    ana.page().getByAltText("Picture").waitFor();
    assertThat(ana.texts()).containsExactly("Look");
  }

  @Test
  void tab_nothingNew_isNotWritten() throws Exception {
    ana.choose("Bo");
    ana.page().getByLabel("Self-destruct after reading").selectOption("1 hour");
    ana.write("Burn this");
    ana.seesTick("Burn this", "sent");
    var burning = server.messenger().receive(bo).get(0);
    server.messenger().read(bo, id(ANA), List.of(burning.id()));
    ana.seesTick("Burn this", "read");
    countWrites();
    ana.page().evaluate("() => { window.draws = 0; new MutationObserver(() => { draws += 1; })"
        + ".observe(document.querySelector('.timer'), {subtree: true, characterData: true,"
        + " childList: true}); }");

    ana.page().waitForFunction("() => draws >= 3");
    try (var live = LiveSocket.open(server.port(), "/ws/" + bo)) {
      live.next("hello");
      ana.page().locator(".presence").getByText("online").waitFor();
    }
    ana.page().locator(".presence").getByText("last seen").waitFor();

    assertThat(writes()).isEmpty();
  }

  @Test
  void tab_somethingNew_writesThatAlone() {
    server.messenger().send(cy, id(ANA), "From Cy");
    ana.page().getByText("1 unread").waitFor();
    ana.choose("Bo");
    countWrites();

    ana.page().locator(".composer textarea").pressSequentially("abc");
    server.messenger().send(di, id(ANA), "From Di");
    ana.page().locator("#person-" + di + " .unread").waitFor();

    assertThat(writes()).containsExactly("/ramtalk.draft." + bo, "/ramtalk.draft." + bo,
        "/ramtalk.draft." + bo, "/ramtalk.with." + di);
    ana.page().reload();
    ana.choose("Di");
    assertThat(ana.texts()).containsExactly("From Di");
    ana.choose("Cy");
    assertThat(ana.texts()).containsExactly("From Cy");
  }

  /** Drafts a text, a picture and a timer for Bo, an overlong text for Cy and a bad file for Di. */
  private void draftForThree() {
    ana.choose("Bo");
    ana.page().locator(".composer textarea").fill("For Bo");
    ana.page().getByLabel("Self-destruct after reading").selectOption("1 minute");
    attach("small.gif", GIF);
    ana.page().getByAltText("Picture to send").waitFor();
    ana.choose("Cy");
    ana.write(TOO_LONG);
    ana.page().locator(".composer .error").waitFor();
    ana.choose("Di");
    ana.page().getByLabel("Self-destruct after reading").selectOption("1 hour");
    attach("x.png", "no picture".getBytes(StandardCharsets.UTF_8));
    ana.page().locator(".composer .error").waitFor();
  }

  private void assertDraft(
      String name, String text, boolean hasPicture, String timer, String error) {
    ana.choose(name);
    ana.page().locator(".conversation h1").getByText(name).waitFor();
    var composer = ana.page().locator(".composer");
    assertThat(composer.locator("textarea").inputValue()).as(name).isEqualTo(text);
    assertThat(composer.locator("select").inputValue()).as(name).isEqualTo(timer);
    assertThat(composer.locator(".preview img").count()).as(name).isEqualTo(hasPicture ? 1 : 0);
    assertThat(composer.locator(".error").allInnerTexts()).as(name)
        .hasSize(error.isEmpty() ? 0 : 1).allMatch(found -> found.startsWith(error));
  }

  private void attach(String name, byte[] bytes) {
    ana.page().getByLabel("Add a picture")
        .setInputFiles(new FilePayload(name, "image/" + name.replaceAll(".*\\.", ""), bytes));
  }

  /** Fills the tab's session storage except for the given number of characters. */
  private void fill(int characters) {
    ana.page().evaluate("free => { for (let size = 1 << 22; size >= 1; size >>= 1) {"
        + " for (;;) { try { sessionStorage.setItem('filler' + size,"
        + " (sessionStorage.getItem('filler' + size) || '') + 'x'.repeat(size)); }"
        + " catch (full) { break; } } }"
        + " const big = Object.keys(sessionStorage).filter(key => key.startsWith('filler'))"
        + ".sort((a, b) => sessionStorage[b].length - sessionStorage[a].length)[0];"
        + " sessionStorage.setItem(big, sessionStorage[big].slice(free)); }", characters);
  }

  private void countWrites() {
    ana.page().evaluate("() => { window.writes = []; const real = Storage.prototype.setItem;"
        + " Storage.prototype.setItem = function (key, value) { writes.push(key);"
        + " real.call(this, key, value); }; }");
  }

  @SuppressWarnings("unchecked")
  private List<String> writes() {
    return (List<String>) ana.page().evaluate("writes");
  }

  private String stored() {
    return (String) ana.page().evaluate("JSON.stringify(sessionStorage)");
  }

  private List<Message> peek(UserId user) {
    return server.messenger().peek(user, 9);
  }

  private UserId id(String mobile) {
    return server.messenger().find(mobile).orElseThrow().id();
  }

  private static Profile profile(String mobile, String name) {
    return Profile.of(mobile).name(name);
  }
}
