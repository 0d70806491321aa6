package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import io.ramtalk.RamBudget;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Request bodies count against the byte budget only while they arrive. */
final class BodyBudgetTest {
  private static final int BUDGET_BYTES = 1 << 20;
  private static final String JSON = "application/json";
  private static final String NDJSON = "application/x-ndjson";

  private final TestServer server = new TestServer(limits -> limits.budgetBytes(BUDGET_BYTES));
  private final RamBudget budget = server.budget();
  private long before;

  @BeforeEach
  void look() {
    before = budget.used();
  }

  @AfterEach
  void stop() {
    server.close();
    assertThat(budget.used()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {JSON, NDJSON})
  void halfSent_countsWhatCame_untilTheClientIsGone(String type) throws IOException {
    try (var connection = halfSent(type, 50_000)) {
      Eventually.that("what came is counted", () -> budget.used() >= before + 50_000);
      assertThat(budget.used()).isLessThan(before + 150_000);
      connection.breakOnClose();
    }
    Eventually.that("all is given back", () -> budget.used() == before);
  }

  @Test
  void halfSent_serverClosed_givenBack() throws IOException {
    try (var one = halfSent(JSON, 50_000);
        var many = halfSent(NDJSON, 50_000)) {
      Eventually.that("what came is counted", () -> budget.used() >= before + 100_000);
      server.server().close();

      assertThat(budget.used()).isEqualTo(before);
      assertThat(one.rest()).doesNotContain("HTTP/1.1 200");
      assertThat(many.rest()).doesNotContain("HTTP/1.1 200");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {JSON, NDJSON})
  void halfSent_announcedOnly_costsLittle(String type) throws IOException {
    try (var connection = halfSent(type, 1)) {
      assertThat(server.caller().get("/livez").status()).isEqualTo(200);

      assertThat(budget.used()).isLessThan(before + (20 << 10));
      connection.breakOnClose();
    }
  }

  @Test
  void manyHalfSent_507AndGoesOnWhenTheyAreGone() throws IOException {
    var halves = new ArrayList<RawConnection>();
    for (int i = 0; i < 30; i++) {
      halves.add(halfSent(JSON, 90_000).breakOnClose());
    }
    Eventually.that("the budget is almost used up", () -> budget.used() > BUDGET_BYTES - 200_000);

    var refused = server.caller().postJson("/send", "{\"x\":\"" + "x".repeat(96_000) + "\"}");

    assertThat(refused.status()).isEqualTo(507);
    assertThat(refused.text("code")).isEqualTo("ram_exhausted");
    for (var half : halves) {
      half.close();
    }
    Eventually.that("all is given back", () -> budget.used() == before);
    assertThat(server.caller().send(server.ana(), server.bo(), "Hello").status()).isEqualTo(200);
    assertThat(server.caller().get("/receive/" + server.bo()).texts()).containsExactly("Hello");
    server.talk().delete(server.boId());
  }

  @Test
  void answered_givenBack() {
    for (var body : List.of("{}", "{", "{\"x\":\"" + "x".repeat(96_000) + "\"}",
        "{\"x\":\"" + "x".repeat(97_000) + "\"}")) {
      assertThat(server.caller().postJson("/send", body).status()).isIn(400, 413, 422);
      Eventually.that("all is given back", () -> budget.used() == before);
    }
  }

  @Test
  void bulk_lineThatFindsNoRoom_refusedAlone() {
    assertThat(budget.tryReserve(BUDGET_BYTES - before - 60_000)).isTrue();
    var line = "{\"from_id\":\"" + server.ana() + "\",\"to_id\":\"" + server.bo()
        + "\",\"message\":\"Hi\",\"x\":\"";

    var response = server.caller().post("/send", NDJSON,
        (line + "\"}\n" + line + "x".repeat(90_000) + "\"}\n" + line + "\"}\n").getBytes());

    assertThat(response.body().lines().map(result -> Caller.parse(result).path("code").asText()))
        .containsExactly("", "ram_exhausted", "");
    assertThat(server.talk().receive(server.boId())).hasSize(2);
    budget.release(BUDGET_BYTES - before - 60_000);
  }

  @Test
  void bulk_noRoomForItsAnswers_507() {
    assertThat(budget.tryReserve(BUDGET_BYTES - before - 10_000)).isTrue();

    var response = server.caller().post("/send", NDJSON, "{}\n".getBytes());

    assertThat(response.status()).isEqualTo(507);
    budget.release(BUDGET_BYTES - before - 10_000);
  }

  private RawConnection halfSent(String type, int bytes) throws IOException {
    return new RawConnection(server.port()).send("POST /send HTTP/1.1\r\nHost: localhost\r\n"
        + "Content-Type: " + type + "\r\nContent-Length: 96000\r\n\r\n" + "x".repeat(bytes));
  }
}
