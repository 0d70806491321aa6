package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.FilePayload;
import io.ramtalk.Draft;
import io.ramtalk.Eventually;
import io.ramtalk.Image;
import io.ramtalk.ImageType;
import io.ramtalk.Profile;
import io.ramtalk.UserId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Pictures in the page: the metadata that leaves the browser, and scrolling when pictures arrive.
 */
final class PagePicturesTest {
  private static final String SECRET = "51.4779N 0.0015W";
  private static final int TURNED = 6; // EXIF: rotated; the stored left side is the top
  private static final int WEBP_FLAGS = 20;
  private static final int WEBP_EXIF_AND_XMP = 0x0c;
  private static final int RED = 0xe00000;
  private static final int BLUE = 0x0000e0;

  private static Browser browser;

  private RamTalkServer server;
  private Browser.Visitor ana;
  private UserId bo;

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
  void meet() throws IOException {
    server = RamTalkServer.builder().port(0).build().start();
    bo = server.messenger().signUp(Profile.of("01722222222").name("Bo")).user().id();
    ana = browser.phone(server.uri()).signUp("01711111111", "Ana");
    ana.choose("Bo");
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
  void jpeg_ofACamera_isTurnedAndSaysNotWhereItWasTaken() throws Exception {
    for (var name : List.of("camera.jpg", "renamed.png", "renamed.gif", "noextension")) {
      var sent = send(name, withExif(redBesideBlue("jpg")));

      assertThat(text(sent)).as(name).doesNotContain("Exif", SECRET);
      assertRedOverBlue(sent);
      assertThat(sent.height()).as(name).isEqualTo(120);
      assertThat(sent.width()).isEqualTo(60);
    }
  }

  @Test
  void png_withText_losesItAndItsTail() throws Exception {
    var plain = redBesideBlue("png");

    var sent = send("picture.png", withChunk(plain, "tEXt", "Comment\0" + SECRET, SECRET));

    assertThat(sent.bytes()).isEqualTo(plain);
  }

  @Test
  void png_turnedByExif_isDrawnAnew() throws Exception {
    var exif = new String(exif(), StandardCharsets.ISO_8859_1);

    var sent = send("picture.png", withChunk(redBesideBlue("png"), "eXIf", exif, ""));

    assertThat(text(sent)).doesNotContain(SECRET);
    assertRedOverBlue(sent);
  }

  @Test
  void gif_withComment_losesItAndItsTail() throws Exception {
    var plain = redBesideBlue("gif");
    var comment = new byte[] {0x21, (byte) 0xfe, (byte) SECRET.length()};
    var loop = "\u0021\u00ff\u000bNETSCAPE2.0\u0003\u0001\u0000\u0000\u0000"
        .getBytes(StandardCharsets.ISO_8859_1);
    int blocks = 13 + 3 * (2 << (plain[10] & 7));

    var sent = send("picture.gif", join(List.of(head(plain, blocks), loop, comment,
        ascii(SECRET), new byte[1], tail(plain, blocks), ascii(SECRET))));

    assertThat(sent.bytes()).isEqualTo(
        join(List.of(head(plain, blocks), loop, tail(plain, blocks))));
  }

  @Test
  void webp_withXmp_losesItAndItsTail() throws Exception {
    var sent = send("picture.webp", webp("XMP ", ascii(SECRET)));

    assertThat(sent.type()).isEqualTo(ImageType.WEBP);
    assertThat(text(sent)).contains("VP8X").doesNotContain("XMP", SECRET);
    assertThat(sent.bytes()[WEBP_FLAGS] & WEBP_EXIF_AND_XMP).isZero();
    assertThat(sent.width()).isEqualTo(60);
    ana.page().getByAltText("Picture").last().evaluate("image => image.decode()");
  }

  @Test
  void webp_withExif_isDrawnAnew() throws Exception {
    var sent = send("picture.webp", webp("EXIF", exif()));

    assertThat(sent.type()).isEqualTo(ImageType.JPEG);
    assertThat(text(sent)).doesNotContain("Exif", SECRET);
  }

  @Test
  void picture_received_placeIsReservedAndEndIsFollowed() throws IOException {
    ana.page().evaluate("() => new MutationObserver(() => {"
        + " const image = document.querySelector('.bubble img');"
        + " window.atOnce ??= image && {height: image.clientHeight, done: image.complete}; })"
        + ".observe(document.querySelector('.messages'), {childList: true, subtree: true})");
    for (int i = 0; i < 12; i++) {
      receive(Draft.of(bo, me()).text("Before " + i));
    }
    receive(Draft.of(bo, me()).image(Pictures.drawn("png", 1200, 800, (x, y) -> RED)));
    ana.page().getByAltText("Picture").evaluate("image => image.decode()");
    assertAtEnd();

    ana.write("Beautiful!");
    ana.sees("Beautiful!");
    assertAtEnd();

    var image = ana.page().getByAltText("Picture");
    assertThat(ana.page().evaluate("atOnce.height")).isEqualTo(image.evaluate("one =>"
        + " one.clientHeight"));
    assertThat(((Number) image.evaluate("one => one.clientWidth / one.clientHeight"))
        .doubleValue()).isBetween(1.49, 1.51);
    ana.picture("picture-received");
    ana.resize(Browser.DESKTOP);
    assertAtEnd();
    ana.picture("picture-received-desktop");
  }

  /** The file's header says 120 by 60, but the picture is shown as 60 by 120. */
  @Test
  void picture_turnedWhenDecoded_endIsFollowed() throws IOException {
    for (int i = 0; i < 12; i++) {
      receive(Draft.of(bo, me()).text("Before " + i));
    }

    receive(Draft.of(bo, me()).image(withExif(redBesideBlue("jpg"))));
    ana.page().getByAltText("Picture").evaluate("image => image.decode()");

    assertAtEnd();
  }

  @Test
  void conversation_scrolledUp_saysHowManyAreNew() throws IOException {
    for (int i = 0; i < 30; i++) {
      receive(Draft.of(bo, me()).text("Before " + i));
    }
    scrollUp();

    receive(Draft.of(bo, me()).text("News 1"));
    receive(Draft.of(bo, me()).text("News 2"));

    ana.page().getByText("2 new").waitFor();
    assertThat(((Number) ana.page().locator(".messages").evaluate("box => box.scrollTop"))
        .intValue()).isZero();
    assertThat(ana.page().title()).as("nobody has seen them").startsWith("(2)");
    ana.picture("news-below");
    ana.page().getByText("2 new").click();
    ana.page().getByText("2 new").waitFor(Browser.hidden());
    assertAtEnd();
    assertThat(ana.page().title()).isEqualTo("RAMTalk");

    scrollUp();
    ana.write("My own");
    ana.sees("My own");
    assertAtEnd();
  }

  /** Sends a file as Ana and returns the picture that the server received. */
  private Image send(String name, byte[] file) throws Exception {
    ana.page().getByLabel("Add a picture").setInputFiles(new FilePayload(name, "", file));
    ana.page().getByAltText("Picture to send").waitFor();
    ana.page().locator(".composer textarea").press("Enter");
    Eventually.that("it was sent", () -> !server.messenger().peek(bo, 1).isEmpty());
    return server.messenger().receive(bo).get(0).picture().orElseThrow();
  }

  /** Sends a message from Bo and waits until Ana's page shows it. */
  private void receive(Draft draft) {
    int before = ana.page().locator(".bubble").count();
    server.messenger().send(draft);
    ana.page().locator(".bubble").nth(before).waitFor();
  }

  /** Scrolls to the first message and waits until the page has handled the scroll event. */
  private void scrollUp() {
    ana.page().locator(".messages").evaluate("box => new Promise(done => {"
        + " box.addEventListener('scroll', () => done(), {once: true}); box.scrollTop = 0; })");
  }

  private void assertAtEnd() {
    ana.page().waitForFunction("() => { const box = document.querySelector('.messages');"
        + " return box.scrollHeight > box.clientHeight"
        + " && Math.abs(box.scrollHeight - box.scrollTop - box.clientHeight) < 1; }");
  }

  private UserId me() {
    return server.messenger().find("01711111111").orElseThrow().id();
  }

  private static byte[] redBesideBlue(String format) throws IOException {
    return Pictures.drawn(format, 120, 60, (x, y) -> x < 60 ? RED : BLUE);
  }

  private static void assertRedOverBlue(Image image) throws IOException {
    var seen = ImageIO.read(new ByteArrayInputStream(image.bytes()));
    assertThat(seen.getHeight()).isEqualTo(2 * seen.getWidth());
    assertThat(seen.getRGB(30, 20) >> 16 & 255).as("red on top").isGreaterThan(150);
    assertThat(seen.getRGB(30, 100) & 255).as("blue below").isGreaterThan(150);
  }

  /** Inserts EXIF data after the first marker of a JPEG (CIPA DC-008). */
  private static byte[] withExif(byte[] jpeg) {
    var exif = exif();
    var marker = ByteBuffer.allocate(10).putShort((short) 0xffe1)
        .putShort((short) (exif.length + 8)).put(ascii("Exif\0\0")).array();
    return join(List.of(head(jpeg, 2), marker, exif, tail(jpeg, 2)));
  }

  /** Returns EXIF data with a rotation and a GPS position. */
  private static byte[] exif() {
    var place = ascii(SECRET + "\0");
    int gps = 8 + 2 + 2 * 12 + 4;
    int text = gps + 2 + 12 + 4;
    return ByteBuffer.allocate(text + place.length)
        .put(ascii("MM")).putShort((short) 42).putInt(8)
        .putShort((short) 2)
        .putShort((short) 0x0112).putShort((short) 3).putInt(1).putInt(TURNED << 16)
        .putShort((short) 0x8825).putShort((short) 4).putInt(1).putInt(gps)
        .putInt(0)
        .putShort((short) 1)
        .putShort((short) 0x001b).putShort((short) 7).putInt(place.length).putInt(text)
        .putInt(0)
        .put(place).array();
  }

  /** Inserts a chunk after the header of a PNG and appends a text after its end. */
  private static byte[] withChunk(byte[] png, String name, String content, String behind) {
    var body = join(List.of(ascii(name), content.getBytes(StandardCharsets.ISO_8859_1)));
    var crc = new CRC32();
    crc.update(body);
    var chunk = ByteBuffer.allocate(body.length + 8)
        .putInt(body.length - 4).put(body).putInt((int) crc.getValue()).array();
    int header = 8 + 25;
    return join(List.of(head(png, header), chunk, tail(png, header), ascii(behind)));
  }

  /** Returns a WebP encoded by the browser, with one more chunk and a text after its end. */
  private byte[] webp(String name, byte[] content) {
    var url = (String) ana.page().evaluate("() => { const canvas ="
        + " document.createElement('canvas'); canvas.width = 60; canvas.height = 60;"
        + " canvas.getContext('2d').fillRect(0, 0, 60, 60);"
        + " return canvas.toDataURL('image/webp'); }");
    var written = Base64.getDecoder().decode(url.substring(url.indexOf(',') + 1));
    assertThat(new String(written, 12, 4, StandardCharsets.US_ASCII)).isEqualTo("VP8X");
    written[WEBP_FLAGS] |= WEBP_EXIF_AND_XMP;
    var more = little(8 + content.length + (content.length & 1)).put(ascii(name))
        .putInt(content.length).put(content).array();
    var chunks = join(List.of(tail(written, 12), more));
    var start = little(12).put(ascii("RIFF")).putInt(chunks.length + 4).put(ascii("WEBP")).array();
    return join(List.of(start, chunks, ascii(SECRET)));
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] head(byte[] bytes, int length) {
    return Arrays.copyOf(bytes, length);
  }

  private static byte[] tail(byte[] bytes, int start) {
    return Arrays.copyOfRange(bytes, start, bytes.length);
  }

  private static byte[] join(List<byte[]> parts) {
    var all = new ByteArrayOutputStream();
    parts.forEach(all::writeBytes);
    return all.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String text(Image image) {
    return new String(image.bytes(), StandardCharsets.ISO_8859_1);
  }
}
