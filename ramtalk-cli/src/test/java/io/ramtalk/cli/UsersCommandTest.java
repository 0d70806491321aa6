package io.ramtalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ramtalk.Profile;
import io.ramtalk.cli.internal.client.ExitCode;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class UsersCommandTest {
  private static final String BENGALI = "\u09ac\u09be\u0982\u09b2\u09be";

  private RealServer server;

  @BeforeEach
  void start() throws IOException {
    server = RealServer.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void users_none_printsTheHeading() {
    var run = server.run("users");

    assertThat(run.exitCode()).isZero();
    assertThat(run.line()).matches("id +mobile +name");
  }

  @Test
  void users_some_printsATableInOrderOfRegistration() {
    var ana = signUp("01711111111", BENGALI);
    var bo = signUp("+880 1722-222222", "");

    var run = server.run("users");

    assertThat(run.out()).isEqualToNormalizingNewlines(
        "id                                    mobile            name\n"
            + ana + "  01711111111       " + BENGALI + "\n"
            + bo + "  +880 1722-222222\n");
  }

  @Test
  void users_nameThatSteersATerminal_isEscapedInOneLine() throws IOException {
    try (var canned = CannedServer.answering("200 OK", "application/json",
        "{\"1\":{\"mobile\":\"2\",\"name\":\"Bo\\u001b[31m\\n\\u202eoB\\u009b\"}}")) {
      var run = canned.run("users");

      assertThat(run.out().lines()).hasSize(2);
      assertThat(run.line()).endsWith("Bo\\u001b[31m\\n\\u202eoB\\u009b");
      assertThat(canned.run("users", "--json").line())
          .containsIgnoringCase("Bo\\u001b[31m\\n\\u202eoB\\u009b");
    }
  }

  @Test
  void users_json_printsTheAnswer() throws IOException {
    var ana = signUp("01711111111", BENGALI);

    var run = server.run("users", "--json");

    var user = new ObjectMapper().readTree(run.out()).get(ana);
    assertThat(user.get("mobile").asText()).isEqualTo("01711111111");
    assertThat(user.get("name").asText()).isEqualTo(BENGALI);
    assertThat(run.line()).contains(BENGALI);
  }

  @Test
  void users_many_printsThemAll() {
    for (int i = 0; i < 5_000; i++) {
      signUp(Integer.toString(1_000 + i), "");
    }

    assertThat(server.run("users").out().lines()).hasSize(5_001);
    assertThat(server.run("users", "--json").out()).endsWith("}}" + System.lineSeparator());
  }

  @Test
  void users_afterAndLimit_listAPage() {
    signUp("1001", "a");
    var second = signUp("1002", "b");
    signUp("1003", "c");
    signUp("1004", "d");

    var run = server.run("users", "--after", second, "--limit", "1");

    assertThat(run.out().lines()).hasSize(2).last().asString().endsWith("1003              c");
    assertThat(server.run("users", "--limit", "3").out().lines()).hasSize(4);
    assertThat(server.run("users", "--after", second, "--json").line()).contains("1003", "1004");
  }

  @Test
  void users_pageInvalid_isRefused() {
    assertThat(server.run("users", "--limit", "0").exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(server.run("users", "--limit", "x").exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(server.run("users", "--after", "&x=#").exitCode()).isEqualTo(ExitCode.NOT_FOUND);
  }

  private String signUp(String mobile, String name) {
    return server.talk().signUp(Profile.of(mobile).name(name)).user().id().toString();
  }
}
