package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import io.ramtalk.RamTalk;
import io.ramtalk.server.internal.wire.MediaType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests to the SMS facade that no client library of the provider would send. */
final class SmsBadInputTest {
  private static final String ACCOUNT = basic("AC1:secret");
  private static final String MESSAGES = "/2010-04-01/Accounts/AC1/Messages.json";
  private static final String START = "/v2/Services/VA1/Verifications";
  private static final String CHECK = "/v2/Services/VA1/VerificationCheck";
  private static final String WHOLE = "To=%2B8801711111111&From=%2B15005550006&Body=Hello";

  private final ControlledServer server = new ControlledServer();
  private final RamTalk talk = server.talk();

  @AfterEach
  void stop() {
    server.close();
  }

  /** A request with its expected status and error code. */
  record Row(String method, String path, String authorization, String body, int status,
      int code) {}

  static Stream<Row> rows() {
    return Stream.of(
        new Row("POST", MESSAGES, "", WHOLE, 401, 20003),
        new Row("POST", MESSAGES, "Bearer x", WHOLE, 401, 20003),
        new Row("POST", MESSAGES, "Basic %%%", WHOLE, 401, 20003),
        new Row("POST", MESSAGES, basic("no colon"), WHOLE, 401, 20003),
        new Row("POST", MESSAGES, basic(":secret"), WHOLE, 401, 20003),
        new Row("POST", MESSAGES, ACCOUNT, "", 400, 21604),
        new Row("POST", MESSAGES, ACCOUNT, "To=%2B8801711111111", 400, 21603),
        new Row("POST", MESSAGES, ACCOUNT, WHOLE + "&To=1711", 400, 20001),
        new Row("POST", MESSAGES, ACCOUNT, WHOLE + "%zz", 400, 20001),
        new Row("POST", MESSAGES, ACCOUNT, "To=%FF", 400, 20001),
        new Row("POST", MESSAGES, ACCOUNT, "To=whatsapp%3A%2B8801711111111", 400, 21211),
        new Row("POST", MESSAGES, ACCOUNT, WHOLE + "&StatusCallback=ftp%3A%2F%2Fa%2Fb", 400, 21609),
        new Row("POST", MESSAGES, ACCOUNT, WHOLE + "&StatusCallback=http%3A%2F%2F%5B", 400, 21609),
        new Row("POST", MESSAGES, ACCOUNT, "x".repeat(20_000), 413, 20413),
        new Row("GET", MESSAGES + "?PageSize=0", ACCOUNT, "", 400, 20001),
        new Row("GET", MESSAGES + "?Page=-1", ACCOUNT, "", 400, 20001),
        new Row("GET", MESSAGES + "?Page=x", ACCOUNT, "", 400, 20001),
        new Row("GET", MESSAGES + "?DateSent%3E=2026-01-01", ACCOUNT, "", 400, 20001),
        new Row("GET", "/2010-04-01/Accounts/AC1/Messages/SM1", ACCOUNT, "", 404, 20404),
        new Row("GET", "/2010-04-01/Accounts/AC1/Messages/.json", ACCOUNT, "", 404, 20404),
        new Row("POST", START, "", "To=%2B8801711111111&Channel=sms", 401, 20003),
        new Row("POST", START, ACCOUNT, "Channel=sms", 400, 60200),
        new Row("POST", START, ACCOUNT, "To=%2B8801711111111", 400, 60200),
        new Row("POST", START, ACCOUNT, "To=1711&Channel=sms&CustomCode=a-b-c", 400, 60200),
        new Row("POST", START, ACCOUNT, "To=1711&Channel=sms&CustomFriendlyName=%0A", 400, 60200),
        new Row("POST", "/v2/Services/%20/Verifications", ACCOUNT, "To=1711&Channel=sms", 404,
            20404),
        new Row("POST", CHECK, ACCOUNT, "To=%2B8801711111111", 400, 60200),
        new Row("POST", CHECK, ACCOUNT, "Code=123456", 400, 60200),
        new Row("POST", CHECK, ACCOUNT, "Code=123456&VerificationSid=VE1", 404, 20404));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void request_wrong_refusedAsTheProviderDoesAndNothingChanged(Row row) throws IOException {
    var response = RawConnection.ask(server.port(), request(row));

    var problem = Caller.parse(response.text());
    assertThat(response.status()).as(response.text()).isEqualTo(row.status());
    assertThat(problem.get("code").asInt()).isEqualTo(row.code());
    assertThat(problem.get("status").asInt()).isEqualTo(row.status());
    assertThat(problem.get("message").asText()).isNotBlank().hasSizeLessThan(400);
    assertThat(talk.users()).isEmpty();
    Eventually.that("the budget is empty", () -> talk.operations().budget().used() == 0);
  }

  @Test
  void plus_notEncoded_isOneAllTheSame() throws IOException {
    RawConnection.ask(server.port(), request(new Row("POST", MESSAGES, ACCOUNT,
        "To=+8801711111111&From=+15005550006&Body=Hello", 0, 0)));
    RawConnection.ask(server.port(), request(new Row("POST", START, ACCOUNT,
        "To=+8801711111111&Channel=sms", 0, 0)));

    assertThat(server.receive("+8801711111111")).hasSize(2);
    assertThat(talk.find("+15005550006")).isPresent();
  }

  @Test
  void requests_damaged_neverFailTheServer() throws IOException {
    var whole = Stream.of(
        new Row("POST", MESSAGES, ACCOUNT, WHOLE, 0, 0),
        new Row("GET", MESSAGES + "?To=1711&PageSize=2", ACCOUNT, "", 0, 0),
        new Row("GET", "/2010-04-01/Accounts/AC1/Messages/SM1.json", ACCOUNT, "", 0, 0),
        new Row("POST", START, ACCOUNT, "To=1711&Channel=sms&CustomCode=123456", 0, 0),
        new Row("POST", CHECK, ACCOUNT, "To=1711&Code=123456", 0, 0))
        .map(SmsBadInputTest::request).toList();
    var damage = new Damage(new Random(20_261_124));

    for (int i = 0; i < 1_000; i++) {
      var request = damage.to(whole.get(i % whole.size()));
      try (var connection = new RawConnection(server.port())) {
        assertThat(connection.send(request).endOutput().rest())
            .as(Damage.printable(request)).doesNotContain("HTTP/1.1 5");
      }
    }
  }

  private static byte[] request(Row row) {
    var authorization = row.authorization().isEmpty() ? ""
        : "Authorization: " + row.authorization() + "\r\n";
    var length = row.method().equals("GET") ? "" : "Content-Type: " + MediaType.URLENCODED
        + "\r\nContent-Length: " + row.body().length() + "\r\n";
    return (row.method() + " " + row.path() + " HTTP/1.1\r\nHost: localhost\r\n" + authorization
        + length + "\r\n" + row.body()).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }
}
