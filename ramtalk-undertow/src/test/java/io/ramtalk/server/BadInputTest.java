package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Message;
import io.ramtalk.RamTalk;
import io.ramtalk.User;
import io.ramtalk.UserId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad requests to every route: each gets its own problem response and changes no state. */
final class BadInputTest {
  private static final String JSON = "application/json";
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String PARTS = "multipart/form-data; boundary=b";
  private static final String NOBODY = "00000000-0000-4000-8000-000000000000";
  private static final String END = "--b--\r\n";

  private static final RamTalk TALK = RamTalk.create();
  private static RamTalkServer server;
  private static UserId ana;
  private static UserId bo;

  /** A request and its expected rejection; {ana} and {bo} stand for user ids. */
  record Row(String path, String type, String body, int status, String code) {
    @Override
    public String toString() {
      var start = body.length() > 60 ? body.substring(0, 60) + "…" : body;
      return path + " " + type + " " + start.replaceAll("\\R", " ") + " -> " + code;
    }
  }

  @BeforeAll
  static void start() throws IOException {
    ana = TALK.signUp("01711111111").user().id();
    bo = TALK.signUp("01722222222").user().id();
    TALK.send(ana, bo, "waiting");
    server = RamTalkServer.builder().messenger(TALK).port(0).build().start();
  }

  @AfterAll
  static void stop() {
    server.close();
    TALK.close();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void request_wrong_refusedAndNothingChanged(Row row) throws IOException {
    var body = fill(row.body()).getBytes(StandardCharsets.ISO_8859_1);
    var type = row.type().isEmpty() ? "" : "Content-Type: " + row.type() + "\r\n";

    try (var connection = new RawConnection(server.port())) {
      var response = connection.send("POST " + row.path() + " HTTP/1.1\r\nHost: localhost\r\n"
          + type + "Content-Length: " + body.length + "\r\n\r\n").send(body).response();

      assertRefused(response, row.status(), row.code());
    }
    assertNothingChanged();
  }

  @ParameterizedTest
  @MethodSource("announcements")
  void body_announcedTooLong_refusedBeforeItComes(Row row) throws IOException {
    try (var connection = new RawConnection(server.port())) {
      var response = connection.send("POST " + row.path() + " HTTP/1.1\r\nHost: localhost\r\n"
          + "Content-Type: " + row.type() + "\r\nContent-Length: " + row.body() + "\r\n\r\n{")
          .response();

      assertRefused(response, row.status(), row.code());
    }
    assertNothingChanged();
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void body_tooLongInChunks_refused(Row row) throws IOException {
    var body = fill(row.body());
    try (var connection = new RawConnection(server.port())) {
      var response = connection.send("POST " + row.path() + " HTTP/1.1\r\nHost: localhost\r\n"
          + "Content-Type: " + row.type() + "\r\nTransfer-Encoding: chunked\r\n\r\n"
          + Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n").response();

      assertRefused(response, row.status(), row.code());
    }
    assertNothingChanged();
  }

  static Stream<Row> rows() {
    return Stream.of(mediaTypes(), json(), jsonStrings(), sendMembers(), forms(), multiparts(),
        profiles(), sizes()).flatMap(rows -> rows);
  }

  private static Stream<Row> mediaTypes() {
    var unsupported = "media_type_unsupported";
    return Stream.of(
        new Row("/signup", "", "mobile=01733333333", 415, unsupported),
        new Row("/signup", "text/plain", "mobile=01733333333", 415, unsupported),
        new Row("/signup", "image/png", "\u0089PNG", 415, unsupported),
        new Row("/signup", ";", "mobile=01733333333", 415, unsupported),
        new Row("/send", "", "{}", 415, unsupported),
        new Row("/send", FORM, "from_id={ana}&to_id={bo}&message=Hi", 415, unsupported),
        new Row("/send", "application/jsonp", "{}", 415, unsupported));
  }

  private static Stream<Row> json() {
    return Stream.of("/send", "/signup").flatMap(path -> Stream.of(
        new Row(path, JSON, "", 422, "json_no_object"),
        new Row(path, JSON, "[]", 422, "json_no_object"),
        new Row(path, JSON, "null", 422, "json_no_object"),
        new Row(path, JSON, "\"mobile\"", 422, "json_no_object"),
        new Row(path, JSON, "[".repeat(10_000), 422, "json_no_object"),
        new Row(path, JSON, "{}", 422, "field_missing"),
        new Row(path, JSON, "{", 400, "json_malformed"),
        new Row(path, JSON, "{\"mobile\":\"01733333333\"", 400, "json_malformed"),
        new Row(path, JSON, "{\"mobile\":\"01733333333\"} {}", 400, "json_malformed"),
        new Row(path, JSON, "{\"mobile\":\"01733333333\",}", 400, "json_malformed"),
        new Row(path, JSON, "{'mobile':'01733333333'}", 400, "json_malformed"),
        new Row(path, JSON, "{mobile:1}", 400, "json_malformed"),
        new Row(path, JSON, "{\"a\":NaN}", 400, "json_malformed"),
        new Row(path, JSON, "{\"a\":01}", 400, "json_malformed"),
        new Row(path, JSON, "{\"a\":\"\n\"}", 400, "json_malformed"),
        new Row(path, JSON, "{\"a\":\"\\x\"}", 400, "json_malformed"),
        new Row(path, JSON, "{\"a\":\"\\u12\"}", 400, "json_malformed"),
        new Row(path, JSON, "{\"a\":1,\"a\":1}", 400, "json_malformed"),
        new Row(path, JSON, "{\"\\ud800\":1,\"\\ud800\":1}", 400, "json_malformed"),
        new Row(path, JSON, "{\"x\":" + "[".repeat(10_000), 400, "json_malformed"),
        new Row(path, JSON, "{\"x\":" + "{\"x\":".repeat(2_000), 400, "json_malformed"),
        new Row(path, JSON, "{\"x\":" + "9".repeat(20_000) + "}", 400, "json_malformed"),
        new Row(path, JSON, "{\"x\":1e" + "9".repeat(20_000) + "}", 400, "json_malformed"),
        new Row(path, JSON, "{\"" + "x".repeat(20_000) + "\":1}", 400, "json_malformed"),
        new Row(path, JSON, "{\0\"\0a\0\"\0:\0001\0}\0", 400, "json_malformed"),
        new Row(path, JSON, "\u00ef\u00bb\u00bf\u00ef\u00bb\u00bf{}", 400, "json_malformed"),
        new Row(path, JSON, "{\"a\":\"\u00e4\"}", 400, "not_utf8"),
        new Row(path, JSON, "{\"a\":\"\u00c0\u00af\"}", 400, "not_utf8"),
        new Row(path, JSON, "{\"a\":\"\u00ed\u00a0\u0080\"}", 400, "not_utf8")));
  }

  private static Stream<Row> jsonStrings() {
    var send = "{\"from_id\":\"{ana}\",\"to_id\":\"{bo}\",\"message\":%s}";
    return Stream.of(
        new Row("/send", JSON, send.formatted("\"\""), 422, "text_empty"),
        new Row("/send", JSON, send.formatted("\"\\ud83d\""), 422, "text_not_unicode"),
        new Row("/send", JSON, send.formatted("\"\\ude42\\ud83d\""), 422, "text_not_unicode"),
        new Row("/send", JSON, send.formatted("\"" + "x".repeat(4_097) + "\""), 413,
            "text_too_long"),
        new Row("/send", JSON, send.formatted("\"" + "\\u00e4".repeat(2_049) + "\""), 413,
            "text_too_long"),
        new Row("/signup", JSON, "{\"mobile\":\"\\ud800\"}", 422, "mobile_invalid"),
        new Row("/signup", JSON, "{\"mobile\":\"01733333333\",\"name\":\"\\udc00\"}", 422,
            "name_not_unicode"),
        new Row("/signup", JSON, "{\"mobile\":\"01733333333\",\"image\":\"%%\"}", 422,
            "field_no_base64"),
        new Row("/signup", JSON, "{\"mobile\":\"01733333333\",\"image\":7}", 422,
            "field_no_string"),
        new Row("/signup", JSON, "{\"mobile\":1733333333}", 422, "field_no_string"),
        new Row("/signup", JSON, "{\"mobile\":[\"01733333333\"]}", 422, "field_no_string"),
        new Row("/signup", JSON, "{\"mobile\":null}", 422, "field_missing"));
  }

  private static Stream<Row> sendMembers() {
    var whole = "{\"from_id\":\"{ana}\",\"to_id\":\"{bo}\",\"message\":\"Hi\"}";
    var wrongIds = Stream.of(NOBODY, "", "x", "{ana}0", "01799999999", "\\ud800",
        NOBODY.replace('-', '_'), "x".repeat(4_000), "' OR 1=1 --").flatMap(id -> Stream.of(
            new Row("/send", JSON, whole.replace("{ana}", id), 404, "sender_not_found"),
            new Row("/send", JSON, whole.replace("{bo}", id), 404, "target_not_found")));
    var missing = Stream.of("from_id", "to_id", "message").flatMap(member -> Stream.of(
        new Row("/send", JSON, whole.replace(member, "other"), 422, "field_missing"),
        new Row("/send", JSON, whole.replaceFirst(member + "\":\"[^\"]*\"", member + "\":null"),
            422, "field_missing"),
        new Row("/send", JSON, whole.replaceFirst(member + "\":\"[^\"]*\"", member + "\":true"),
            422, "field_no_string"),
        new Row("/send", JSON, whole.replaceFirst(member + "\":\"[^\"]*\"", member + "\":{}"),
            422, "field_no_string")));
    return Stream.concat(wrongIds, missing);
  }

  private static Stream<Row> forms() {
    return Stream.of(
        new Row("/signup", FORM, "", 422, "field_missing"),
        new Row("/signup", FORM, "&=&=", 400, "field_repeated"),
        new Row("/signup", FORM, "Mobile=01733333333", 422, "field_missing"),
        new Row("/signup", FORM, "mobile=01733333333&mobile=01733333333", 400,
            "field_repeated"),
        new Row("/signup", FORM, "mobile=%zz", 400, "form_malformed"),
        new Row("/signup", FORM, "mobile=%", 400, "form_malformed"),
        new Row("/signup", FORM, "mobile=%+1", 400, "form_malformed"),
        new Row("/signup", FORM, "mobile=%ff", 400, "not_utf8"),
        new Row("/signup", FORM, "mobile=01733333333&name=\u00ff", 400, "not_utf8"),
        new Row("/signup", FORM, "mobile=01733333333&name=%ed%a0%80", 400, "not_utf8"),
        new Row("/signup", FORM, "mobile=01733333333&image=x", 422, "image_type_unknown"),
        new Row("/signup", FORM, "mobile=01733333333&a&b&c&d&e&f&g&h", 400, "too_many_fields"),
        new Row("/signup", FORM, "mobile=01733333333&" + "x".repeat(60_000), 400,
            "field_name_too_long"));
  }

  private static Stream<Row> multiparts() {
    var mobile = part("name=\"mobile\"", "01733333333");
    return Stream.of(
        new Row("/signup", "multipart/form-data", mobile + END, 400, "form_malformed"),
        new Row("/signup", "multipart/form-data; boundary=", mobile + END, 400,
            "form_malformed"),
        new Row("/signup", "multipart/form-data; boundary=" + "b".repeat(71), mobile + END, 400,
            "form_malformed"),
        new Row("/signup", "multipart/form-data; boundary=c", mobile + END, 400,
            "form_malformed"),
        new Row("/signup", PARTS, "", 400, "form_malformed"),
        new Row("/signup", PARTS, "mobile=01733333333", 400, "form_malformed"),
        new Row("/signup", PARTS, mobile, 400, "form_malformed"),
        new Row("/signup", PARTS, mobile + "--b", 400, "form_malformed"),
        new Row("/signup", PARTS, mobile + part("name=\"a\"", "1").substring(0, 20), 400,
            "form_malformed"),
        new Row("/signup", PARTS, part("filename=\"mobile\"", "01733333333") + END, 400,
            "form_malformed"),
        new Row("/signup", PARTS, "--b\r\n\r\n01733333333\r\n" + END, 400, "form_malformed"),
        new Row("/signup", PARTS, mobile.replace("form-data", "attachment") + END, 400,
            "form_malformed"),
        new Row("/signup", PARTS, mobile.replace("\r\n\r\n",
            "\r\nContent-Transfer-Encoding: base64\r\n\r\n!") + END, 400, "form_malformed"),
        new Row("/signup", PARTS, mobile + mobile + END, 400, "field_repeated"),
        new Row("/signup", PARTS, mobile + Stream.of(1, 2, 3, 4, 5, 6, 7, 8)
            .map(i -> part("name=\"f" + i + "\"", "")).reduce("", String::concat) + END, 400,
            "too_many_fields"),
        new Row("/signup", PARTS, part("name=\"" + "x".repeat(2_000) + "\"", "") + END, 400,
            "field_name_too_long"),
        new Row("/signup", PARTS, part("name=\"name\"", "x") + END, 422, "field_missing"),
        new Row("/signup", PARTS, mobile + part("name=\"name\"", "\u00e4") + END, 400,
            "not_utf8"),
        new Row("/signup", PARTS, mobile + part("name=\"image\"; filename=\"a.png\"", "")
            + END, 422, "image_type_unknown"));
  }

  private static Stream<Row> profiles() {
    var numbers = Stream.of("", "%20", "%2B", "12", "1234567890123456", "0171111y111",
        "sip:0171", "017%00111", "%2B1%2B2345", "%2B0171", "%C2%B2%C2%B2%C2%B2%C2%B2",
        "0171%0A0172", "tel:0171;phone-context=x", "1".repeat(5_000)).map(number ->
            new Row("/signup", FORM, "mobile=" + number, 422, "mobile_invalid"));
    var extensions = Stream.of("0171111x111", "0171111;ext=1", "0171111%20ext%201").map(number ->
        new Row("/signup", FORM, "mobile=" + number, 422, "mobile_extension"));
    var gif = "mobile=01733333333&image=GIF89a";
    var others = Stream.of(
        new Row("/signup", FORM, "mobile=01733333333&name=" + "n".repeat(65), 422,
            "name_too_long"),
        new Row("/signup", FORM, gif, 422, "image_type_unknown"),
        new Row("/signup", FORM, gif + "%00%00%00%00", 422, "image_dimensions"),
        new Row("/signup", FORM, gif + "%01%08%01%00", 422, "image_dimensions"),
        new Row("/signup", FORM, "mobile=01733333333&image=<svg/>", 422, "image_type_unknown"));
    return Stream.of(numbers, extensions, others).flatMap(rows -> rows);
  }

  private static Stream<Row> sizes() {
    return Stream.of(
        new Row("/send", JSON, "{\"x\":\"" + "x".repeat(97_000) + "\"}", 413, "body_too_large"),
        new Row("/signup", JSON, "{\"x\":\"" + "x".repeat(90_000) + "\"}", 413,
            "body_too_large"),
        new Row("/signup", FORM, "x=" + "x".repeat(90_000), 413, "body_too_large"),
        new Row("/signup", PARTS, part("name=\"mobile\"", "x".repeat(90_000)) + END, 400,
            "image_too_large"));
  }

  private static Stream<Row> announcements() {
    return Stream.of("10737418240", "2147483647", "2147483648", "97000")
        .flatMap(length -> Stream.of(
            new Row("/send", JSON, length, 413, "body_too_large"),
            new Row("/signup", JSON, length, 413, "body_too_large"),
            new Row("/signup", FORM, length, 413, "body_too_large"),
            new Row("/signup", PARTS, length, 400, "image_too_large")));
  }

  private static String part(String parameters, String value) {
    return "--b\r\nContent-Disposition: form-data; " + parameters + "\r\n\r\n" + value + "\r\n";
  }

  private static String fill(String body) {
    return body.replace("{ana}", ana.toString()).replace("{bo}", bo.toString());
  }

  private static void assertRefused(RawConnection.Response response, int status, String code) {
    assertThat(response.text()).contains("\"code\":\"" + code + "\"");
    assertThat(response.status()).isEqualTo(status);
    assertThat(response.headers()).containsEntry("content-type", "application/problem+json");
    var problem = Caller.parse(response.text());
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    assertThat(problem.get("title").asText()).isNotBlank();
    assertThat(problem.get("detail").asText()).isNotBlank().hasSizeLessThan(400);
  }

  private static void assertNothingChanged() {
    assertThat(TALK.users().map(User::id)).containsExactly(ana, bo);
    assertThat(TALK.receive(ana)).isEmpty();
    assertThat(TALK.receive(bo)).extracting(Message::text).containsExactly("waiting");
    TALK.send(ana, bo, "waiting");
  }
}
