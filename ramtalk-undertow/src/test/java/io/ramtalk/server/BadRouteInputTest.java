package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import io.ramtalk.ProfileChange;
import io.ramtalk.User;
import io.ramtalk.UserId;
import io.ramtalk.server.internal.http.Route;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tests of {@link BadInputTest} for the routes and parameters added since the first RAMTalk
 * server.
 */
final class BadRouteInputTest {
  private static final String NOBODY = "00000000-0000-4000-8000-000000000000";
  private static final String SEND = "{\"from_id\":\"{ana}\",\"to_id\":\"{bo}\",\"message\":\"Hi\"";
  private static final String PICTURE =
      Base64.getEncoder().encodeToString(Pictures.png(51_201));

  private static final List<String> NOTHING_IN_IT =
      List.of("/livez", "/readyz", "/stats", "/metrics", "/", "/docs", "/openapi.json");

  private static TestServer server;
  private static String before;
  private static long bytesBefore;
  private static String leased;

  /** A request and its expected rejection; {ana}, {bo} and {leased} stand for ids. */
  record Row(String method, String path, String body, int status, String code) {
    @Override
    public String toString() {
      var start = body.length() > 60 ? body.substring(0, 60) + "…" : body;
      return method + " " + path + " " + start.replaceAll("\\R", " ") + " -> " + code;
    }
  }

  @BeforeAll
  static void start() {
    server = new TestServer();
    var talk = server.talk();
    talk.change(server.boId(), ProfileChange.none().name("Bo").image(Pictures.png(100)));
    leased = server.send("leased");
    talk.lease(server.boId(), 1, Duration.ofHours(1), "a");
    server.send("waiting");
    before = state();
    bytesBefore = talk.operations().budget().used();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Error texts of Jackson, RE2 and Duration, which are useless to a client. */
  static final Pattern PARSERS_WORDS = Pattern.compile(
      "(?s).*(PT-?\\d|P\\d+D|valid value|Unexpected|expected|missing argument|token).*");

  @ParameterizedTest
  @MethodSource("rows")
  void request_wrong_refusedAndNothingChanged(Row row) throws IOException {
    var response = RawConnection.ask(server.port(), request(row));

    assertThat(response.text()).contains("\"code\":\"" + row.code() + "\"");
    assertThat(response.status()).isEqualTo(row.status());
    assertThat(response.headers()).containsEntry("content-type", "application/problem+json")
        .containsEntry("cache-control", "no-store");
    var problem = Caller.parse(response.text());
    assertThat(problem.get("status").asInt()).isEqualTo(row.status());
    assertThat(problem.get("title").asText()).isNotBlank();
    assertThat(problem.get("detail").asText()).isNotBlank().hasSizeLessThan(400)
        .doesNotContain("Exception", "io.ramtalk", "java.").doesNotMatch(PARSERS_WORDS);
    /* A body counts against the budget until just after its response is written. */
    Eventually.that("the budget is as before", () -> server.budget().used() == bytesBefore);
    assertThat(state()).isEqualTo(before);
  }

  @Test
  void routes_allHaveALine() {
    var lines = Stream.concat(
        rows().map(row -> row.method() + " " + row.path().replaceFirst("\\?.*", "")),
        BadInputTest.rows().map(row -> "POST " + row.path())).toList();
    var routes = server.server().routes();

    /* Requests for health or statistics carry no input, so they cannot be wrong. */
    assertThat(routes).filteredOn(route -> !NOTHING_IN_IT.contains(route.template()))
        .allSatisfy(route -> assertThat(lines).anyMatch(line -> isFor(route, line)));
  }

  private static boolean isFor(Route route, String line) {
    return line.matches(route.method() + " " + route.template().replace("{id}", "[^/]+"));
  }

  static Stream<Row> rows() {
    return Stream.of(disabled(), unknownUsers(), numbers(), durations(), patterns(), ids(),
        lists(), leases(), reads(), profiles(), pictures(), drafts(), files())
        .flatMap(rows -> rows);
  }

  private static Stream<Row> disabled() {
    return Stream.of(new Row("GET", "/snapshot", "", 403, "snapshot_disabled"));
  }

  private static Stream<Row> unknownUsers() {
    return Stream.of(NOBODY, "x", "%20", "%ff", "{bo}0", "..%2f", "%00", "'", "x".repeat(4_000))
        .flatMap(id -> Stream.of(
            new Row("GET", "/users?mobile=" + id, "", 422, "mobile_invalid"),
            new Row("GET", "/users/" + id, "", 404, "user_not_found"),
            new Row("PATCH", "/users/" + id, "{\"name\":\"x\"}", 404, "user_not_found"),
            new Row("POST", "/users/" + id, "{\"name\":\"x\"}", 404, "user_not_found"),
            new Row("DELETE", "/users/" + id, "", 404, "user_not_found"),
            new Row("GET", "/users/" + id + "/image", "", 404, "user_not_found"),
            new Row("PUT", "/users/" + id + "/image", "GIF89a\3\0\2\0\0\0\0;", 404,
                "user_not_found"),
            new Row("DELETE", "/users/" + id + "/image", "", 404, "user_not_found"),
            new Row("GET", "/receive/" + id + "?wait=50&lease=3", "", 404, "user_not_found"),
            new Row("POST", "/receive/" + id + "?wait=50", "", 404, "user_not_found"),
            new Row("POST", "/receive/" + id + "/ack", "{\"lease\":\"a\"}", 404,
                "user_not_found"),
            new Row("POST", "/receive/" + id + "/release", "{\"lease\":\"a\"}", 404,
                "user_not_found"),
            new Row("GET", "/inbox/" + id, "", 404, "user_not_found"),
            new Row("GET", "/sent/" + id, "", 404, "user_not_found"),
            new Row("POST", "/read/" + id, "{\"from_id\":\"{ana}\",\"ids\":[]}", 404,
                "user_not_found"),
            new Row("GET", "/export/" + id, "", 404, "user_not_found"),
            new Row("GET", "/stream/" + id, "", 404, "user_not_found"),
            new Row("GET", "/ws/" + id, "", 404, "user_not_found"),
            new Row("GET", "/users?after=" + id, "", 404, "user_not_found")));
  }

  private static Stream<Row> numbers() {
    var none = Stream.of("", "x", "NaN", "1.5", "1e3", "0x10", "2147483648", "%2B", "-",
        "9".repeat(5_000), "%D9%A1%20").flatMap(number -> Stream.of(
            new Row("GET", "/receive/{bo}?max=" + number, "", 422, "query_invalid"),
            new Row("GET", "/inbox/{bo}?max=" + number, "", 422, "query_invalid"),
            new Row("GET", "/users?limit=" + number, "", 422, "query_invalid")));
    var small = Stream.of("0", "-1", "-2147483648").flatMap(number -> Stream.of(
        new Row("GET", "/receive/{bo}?max=" + number, "", 422, "max_invalid"),
        new Row("POST", "/receive/{bo}?wait=9&max=" + number, "", 422, "max_invalid"),
        new Row("GET", "/receive/{bo}?lease=9&max=" + number, "", 422, "max_invalid"),
        new Row("GET", "/inbox/{bo}?max=" + number, "", 422, "max_invalid"),
        new Row("GET", "/users?limit=" + number, "", 422, "query_invalid")));
    return Stream.concat(none, small);
  }

  private static Stream<Row> durations() {
    var none = Stream.of("", "x", "NaN", "Infinity", "1s", "PT1S", "1,5", "0x1", "--1",
        "9".repeat(5_000), "1e99999999999").flatMap(seconds -> Stream.of(
            new Row("GET", "/receive/{bo}?wait=" + seconds, "", 422, "query_invalid"),
            new Row("GET", "/inbox/{bo}?wait=" + seconds, "", 422, "query_invalid"),
            new Row("GET", "/receive/{bo}?lease=" + seconds, "", 422, "query_invalid")));
    var waits = Stream.of("-1", "-0.001", "50.001", "1e9", "1e999999999", "-1e999999999")
        .flatMap(seconds -> Stream.of("/receive/{bo}", "/inbox/{bo}").map(path ->
            new Row("GET", path + "?wait=" + seconds, "", 422, "query_invalid")));
    var leases = Stream.of("0", "-1", "0.0009", "43200.001", "1e9", "1e999999999",
        "1e-999999999", "-1e999999999").flatMap(seconds -> Stream.of(
            new Row("GET", "/receive/{bo}?lease=" + seconds, "", 422, "lease_invalid"),
            new Row("POST", "/receive/{bo}?wait=9&lease=" + seconds, "", 422, "lease_invalid")));
    return Stream.of(none, waits, leases).flatMap(rows -> rows);
  }

  private static Stream<Row> patterns() {
    return Stream.of("", "(", "%5B", "a**", "(?=a)", "%5C", "%00(", "%5Cud800", "x%7B1001%7D",
        "(((a%7B99%7D)%7B99%7D)%7B99%7D)", "(a%5C1", "x".repeat(257)).flatMap(pattern -> Stream.of(
            new Row("GET", "/inbox/{bo}?wait=9&match=" + pattern, "", 422, "pattern_invalid"),
            new Row("GET", "/inbox/{bo}?match=x&extract=" + pattern, "", 422,
                "pattern_invalid")));
  }

  private static Stream<Row> ids() {
    var messages = Stream.of("", "x", "000000000000", "00000000000000", "g000000000000",
        "000000000000u", "%00%00", "x".repeat(5_000), NOBODY).map(id ->
            new Row("GET", "/sent/{ana}?message_id=" + id, "", 422, "message_id_invalid"));
    var leases = Stream.of("", "%20", "a%20b", "a/b", "%C3%A4", "%00", "x".repeat(65)).map(id ->
        new Row("GET", "/receive/{bo}?lease=9&lease_id=" + id, "", 422, "lease_id_invalid"));
    return Stream.of(messages, leases, Stream.of(
        new Row("GET", "/sent/{bo}?message_id={leased}", "", 404, "receipt_not_found"),
        new Row("GET", "/sent/{ana}?message_id=0000000000000", "", 404, "receipt_not_found")))
        .flatMap(rows -> rows);
  }

  /** Returns bad arrays of message ids for the three routes that take one. */
  private static Stream<Row> lists() {
    return Stream.of("/receive/{bo}/ack", "/receive/{bo}/release", "/read/{bo}").flatMap(path -> {
      var start = "{\"lease\":\"a\",\"from_id\":\"{ana}\",\"ids\":";
      return Stream.of(
          new Row("POST", path, "", 422, "json_no_object"),
          new Row("POST", path, "[]", 422, "json_no_object"),
          new Row("POST", path, "{", 400, "json_malformed"),
          new Row("POST", path, "{\"lease\":\"\u00e4\"}", 400, "not_utf8"),
          new Row("POST", path, start + "\"{leased}\"}", 422, "field_no_strings"),
          new Row("POST", path, start + "{}}", 422, "field_no_strings"),
          new Row("POST", path, start + "7}", 422, "field_no_strings"),
          new Row("POST", path, start + "true}", 422, "field_no_strings"),
          new Row("POST", path, start + "[7]}", 422, "field_no_strings"),
          new Row("POST", path, start + "[\"{leased}\",null]}", 422, "field_no_strings"),
          new Row("POST", path, start + "[[\"{leased}\"]]}", 422, "field_no_strings"),
          new Row("POST", path, start + "[\"\"]}", 422, "message_id_invalid"),
          new Row("POST", path, start + "[\"{leased}\",\"x\"]}", 422, "message_id_invalid"),
          new Row("POST", path, start + "[\"\\ud800\"]}", 422, "message_id_invalid"),
          new Row("POST", path, start + "[" + "[".repeat(50) + "]}", 400, "json_malformed"),
          new Row("POST", path, start + "[],\"ids\":[]}", 400, "json_malformed"),
          new Row("POST", path, start + "[\"" + "x".repeat(300_000) + "\"]}", 413,
              "body_too_large"));
    });
  }

  private static Stream<Row> leases() {
    return Stream.of("/receive/{bo}/ack", "/receive/{bo}/release").flatMap(path -> Stream.of(
        new Row("POST", path, "{}", 422, "field_missing"),
        new Row("POST", path, "{\"lease\":null}", 422, "field_missing"),
        new Row("POST", path, "{\"lease\":7}", 422, "field_no_string"),
        new Row("POST", path, "{\"lease\":[\"a\"]}", 422, "field_no_string"),
        new Row("POST", path, "{\"Lease\":\"a\"}", 422, "field_missing")));
  }

  private static Stream<Row> reads() {
    return Stream.of(
        new Row("POST", "/read/{bo}", "{\"ids\":[]}", 422, "field_missing"),
        new Row("POST", "/read/{bo}", "{\"from_id\":\"{ana}\"}", 422, "field_missing"),
        new Row("POST", "/read/{bo}", "{\"from_id\":\"{ana}\",\"ids\":null}", 422,
            "field_missing"),
        new Row("POST", "/read/{bo}", "{\"from_id\":7,\"ids\":[]}", 422, "field_no_string"),
        new Row("POST", "/read/{bo}", "{\"from_id\":\"x\",\"ids\":[]}", 404,
            "sender_not_found"),
        new Row("POST", "/read/{bo}", "{\"from_id\":\"" + NOBODY + "\",\"ids\":[]}", 404,
            "sender_not_found"));
  }

  private static Stream<Row> profiles() {
    return Stream.of(
        new Row("PATCH", "/users/{bo}", "", 422, "json_no_object"),
        new Row("PATCH", "/users/{bo}", "null", 422, "json_no_object"),
        new Row("PATCH", "/users/{bo}", "{\"name\":7}", 422, "field_no_string"),
        new Row("PATCH", "/users/{bo}", "{\"name\":{}}", 422, "field_no_string"),
        new Row("PATCH", "/users/{bo}", "{\"name\":\"" + "n".repeat(65) + "\"}", 422,
            "name_too_long"),
        new Row("PATCH", "/users/{bo}", "{\"name\":\"\\ud800\"}", 422, "name_not_unicode"),
        new Row("PATCH", "/users/{bo}", "{\"image\":7}", 422, "field_no_string"),
        new Row("PATCH", "/users/{bo}", "{\"image\":\"%%\"}", 422, "field_no_base64"),
        new Row("PATCH", "/users/{bo}", "{\"image\":\"\"}", 422, "image_type_unknown"),
        new Row("PATCH", "/users/{bo}", "{\"name\":\"x\",\"image\":\"AAAA\"}", 422,
            "image_type_unknown"),
        new Row("PATCH", "/users/{bo}", "{\"image\":\"" + PICTURE + "\"}", 400,
            "image_too_large"),
        new Row("PATCH", "/users/{bo}", "{\"x\":\"" + "x".repeat(90_000) + "\"}", 413,
            "body_too_large"));
  }

  private static Stream<Row> pictures() {
    return Stream.of(
        new Row("GET", "/users/{ana}/image", "", 404, "image_not_found"),
        new Row("PUT", "/users/{bo}/image", "", 422, "image_type_unknown"),
        new Row("PUT", "/users/{bo}/image", "<svg/>", 422, "image_type_unknown"),
        new Row("PUT", "/users/{bo}/image", "GIF89a", 422, "image_type_unknown"),
        new Row("PUT", "/users/{bo}/image", "GIF89a\0\0\2\0", 422, "image_dimensions"),
        new Row("PUT", "/users/{bo}/image", "GIF89a\1\10\2\0", 422, "image_dimensions"),
        new Row("PUT", "/users/{bo}/image", "x".repeat(51_201), 400, "image_too_large"),
        new Row("PUT", "/users/{bo}/image", "x".repeat(500_000), 400, "image_too_large"));
  }

  private static Stream<Row> drafts() {
    var durations = List.of("expires_in", "destruct_after");
    var none = durations.stream().flatMap(name -> Stream.of("\"9\"", "true", "[]", "{}", "[9]")
        .map(value -> send(name, value, 422, "field_no_number")));
    var bad = durations.stream().flatMap(name -> Stream.of("NaN", "Infinity", ".5", "+1", "0x1",
        "1e", "9".repeat(33)).map(value -> send(name, value, 400, "json_malformed")));
    var out = durations.stream().flatMap(name -> Stream.of("0", "-1", "0.0009", "-0.5", "31536001",
        "1e9", "1e999999999", "-1e999999999", "1e-999999999", "9".repeat(32))
        .map(value -> send(name, value, 422, name + "_invalid")));
    var ids = Stream.of("\"\"", "\" \"", "\"a b\"", "\"a/b\"", "\"\\u0000\"", "\"\\u00e4\"",
        "\"\\ud800\"", "\"" + "x".repeat(65) + "\"").map(id -> send("id", id, 422, "id_invalid"));
    var others = Stream.of(
        send("id", "7", 422, "field_no_string"), send("id", "[\"a\"]", 422, "field_no_string"),
        send("image", "7", 422, "field_no_string"), send("image", "\"%\"", 422, "field_no_base64"),
        send("image", "\"AAAA\"", 422, "image_type_unknown"),
        send("image", "\"\"", 422, "image_type_unknown"),
        send("image", "\"R0lGODlhAAACAA==\"", 422, "image_dimensions"),
        send("image", "\"" + PICTURE + "\"", 400, "image_too_large"));
    return Stream.of(none, bad, out, ids, others).flatMap(rows -> rows);
  }

  private static Stream<Row> files() {
    return Stream.of("x", "x.js", "chat", "..", "../Main.class", "..%2fMain.class", "%2e%2e%2fx.js",
        "chat.html%00.js", "Main.class", "CHAT.HTML", ".js", "%ff", "x".repeat(4_000) + ".js")
        .map(name -> new Row("GET", "/page/" + name, "", 404,
            name.equals("../Main.class") ? "route_not_found"
                : "file_not_found"));
  }

  private static Row send(String member, String value, int status, String code) {
    return new Row("POST", "/send", SEND + ",\"" + member + "\":" + value + "}", status, code);
  }

  private static byte[] request(Row row) {
    var body = fill(row.body());
    var type = row.path().endsWith("/image") ? "image/png" : "application/json";
    var length = row.method().equals("GET") || row.method().equals("DELETE") ? ""
        : "Content-Type: " + type + "\r\nContent-Length: " + body.length() + "\r\n";
    return (row.method() + " " + fill(row.path()) + " HTTP/1.1\r\nHost: localhost\r\n" + length
        + "\r\n" + body).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String fill(String text) {
    return text.replace("{ana}", server.ana()).replace("{bo}", server.bo())
        .replace("{leased}", leased);
  }

  /** Returns all state that a request can change. */
  private static String state() {
    var talk = server.talk();
    var all = new StringBuilder().append(server.server().waiting());
    for (var user : talk.users().map(User::id).toList()) {
      var export = talk.export(user);
      all.append(export.user()).append(export.sent());
      export.mailbox().forEach(message -> all.append(message).append(message.deliveryCount()));
    }
    return all.append(talk.peek(UserId.parse(server.bo()), 9)).toString();
  }
}
