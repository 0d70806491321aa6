package io.ramtalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import io.ramtalk.RamTalk;
import io.ramtalk.Message;
import io.ramtalk.UserId;
import io.ramtalk.cli.internal.client.ExitCode;
import io.ramtalk.cli.internal.client.LineBatches;
import io.ramtalk.cli.internal.client.Shell;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StandardInputSendTest {
  private static final int CAPACITY = 5_000;
  private static final String BENGALI = "\u0995\u09cd\u09b7 \u09b0\u200d\u09cd\u09af";

  private RealServer server;
  private String ana;
  private String bo;

  @BeforeEach
  void start() throws IOException {
    server = RealServer.serving(RamTalk.builder().mailboxCapacity(CAPACITY).build());
    ana = server.signUp("01711111111");
    bo = server.signUp("01722222222");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void bulk_lines_areSentInOrderWithAnAnswerEach() {
    var run = send(line("one") + line(BENGALI) + line("three").strip());

    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines()).hasSize(3)
        .allMatch(response -> response.matches("\\{\"status\":\"sent\",\"id\":\"\\w{13}\"}"));
    assertThat(run.err()).isEqualToIgnoringNewLines("3 sent, 0 rejected");
    assertThat(mail()).containsExactly("one", BENGALI, "three");
  }

  @Test
  void bulk_noLines_sendsNothing() {
    var run = send("");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isEqualToIgnoringNewLines("0 sent, 0 rejected");
  }

  @Test
  void bulk_someRefused_goesOnAndSaysSo() {
    var run = send(line("one") + "\n[]\n{\"message\":\"\\u001b\n" + line("two"));

    assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.out().lines()).hasSize(4);
    assertThat(run.out().lines().filter(response -> response.contains("\"refused\""))).hasSize(2);
    assertThat(run.err()).isEqualToIgnoringNewLines("2 sent, 2 rejected");
    assertThat(mail()).containsExactly("one", "two");
  }

  @Test
  void bulk_hostileAnswer_isEscaped() throws IOException {
    var response = "{\"status\":\"refused\",\"detail\":\"\u009b2J\u202e\",\"code\":\"x\"}\n";
    try (var strange = CannedServer.answering("200 OK", "application/x-ndjson", response)) {
      var run = CommandRun.reading("{}\n", strange.uri(), "send", "--stdin-ndjson");

      assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
      assertThat(run.line()).contains("\\u009b2J\\u202e");
    }
  }

  @Test
  void bulk_mailboxFull_isLimited() {
    var text = line("x").repeat(CAPACITY + 3);

    var run = send(text);

    assertThat(run.exitCode()).isEqualTo(ExitCode.LIMITED);
    assertThat(run.out()).contains("\"mailbox_full\"");
    assertThat(run.err()).isEqualToIgnoringNewLines("5000 sent, 3 rejected");
  }

  /** Checks that the next lines are read only once the previous batch is in the mailbox. */
  @Test
  void bulk_fiveThousandLines_readsNoFurtherAheadThanABatch() {
    var input = new InputStream() {
      private byte[] line = new byte[0];
      private int at;
      private int count;
      private int mostAhead;

      @Override
      public int read() {
        if (at == line.length) {
          if (count == CAPACITY) {
            return -1;
          }
          line = line(BENGALI + count).getBytes(StandardCharsets.UTF_8);
          at = 0;
          count++;
          int arrived = server.talk().peek(UserId.parse(bo), CAPACITY).size();
          mostAhead = Math.max(mostAhead, count - arrived);
        }
        return line[at++] & 0xff;
      }

      @Override
      public int available() {
        return 1;
      }
    };
    var out = new StringWriter();

    int exitCode = Main.run(shell(input, new PrintWriter(out)), "send", "--stdin-ndjson");

    assertThat(exitCode).isZero();
    assertThat(out.toString().lines()).hasSize(CAPACITY);
    assertThat(input.mostAhead).isLessThan(2 * LineBatches.MAX_LINES);
    assertThat(mail()).containsExactlyElementsOf(
        IntStream.rangeClosed(0, CAPACITY - 1).mapToObj(i -> BENGALI + i).toList());
  }

  @Test
  void bulk_inputGoesOn_sendsWhatIsThere() throws Exception {
    var input = new PipedInputStream();
    var typed = new PipedOutputStream(input);
    var arrived = new CountDownLatch(1);
    server.talk().delivery().watch(UserId.parse(bo), arrived::countDown);
    var run = CompletableFuture.supplyAsync(() -> Main.run(
        shell(input, new PrintWriter(new StringWriter())), "send", "--stdin-ndjson"));

    typed.write(line("one").getBytes(StandardCharsets.UTF_8));
    typed.flush();

    Eventually.opens(arrived);
    typed.close();
    assertThat(Eventually.get(run)).isZero();
  }

  @Test
  void bulk_longLines_areBatchedByBytes() {
    var text = "{\"padding\":\"" + "x".repeat(60_000) + "\"," + line("one").substring(1);

    var run = send(text.repeat(20));

    assertThat(run.exitCode()).isZero();
    assertThat(mail()).hasSize(20);
  }

  @Test
  void bulk_lineBeyondAllLimits_sendsNoneOfItsBatch() {
    var endless = new InputStream() {
      @Override
      public int read() {
        return 'x';
      }

      @Override
      public int read(byte[] bytes, int from, int length) {
        return length;
      }
    };
    var err = new StringWriter();

    int exitCode = Main.run(new Shell(endless, new PrintWriter(new StringWriter()),
        new PrintWriter(err), environment(), CommandRun.TIMEOUTS), "send", "--stdin-ndjson");

    assertThat(exitCode).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("line 1 of standard input has more than");
  }

  @Test
  void bulk_outputCannotBeWritten_stops() {
    var full = new PrintWriter(new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException("No space left on device");
      }
    });
    var input = line("x").repeat(1_000).getBytes(StandardCharsets.UTF_8);

    int exitCode = Main.run(
        shell(new ByteArrayInputStream(input), full), "send", "--stdin-ndjson");

    assertThat(exitCode).isEqualTo(ExitCode.REFUSED);
    assertThat(mail()).hasSize(LineBatches.MAX_LINES);
  }

  @Test
  void bulk_answersLost_saysWhichLinesAreInDoubt() throws IOException {
    try (var proxy = new CuttingProxy(server, "/send", 1, 600)) {
      var run = CommandRun.reading(line("x").repeat(201), proxy.uri(), "send", "--stdin-ndjson");

      assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
      assertThat(run.err()).containsPattern("lines \\d+ to 200 may or may not have been sent");
      assertThat(proxy.requests()).hasSize(1);
    }
  }

  @Test
  void bulk_serverIsDown_isUnreachable() {
    var uri = server.uri();
    server.close();

    var run = CommandRun.reading(line("one"), uri, "send", "--stdin-ndjson");

    assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(run.err()).contains("0 sent, 0 rejected", "cannot reach");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--from=1", "--to=1", "--message=a", "word", "--image=a", "--id=1",
      "--expires-in=1", "--destruct-after=1"})
  void bulk_withWhatALineHas_isUsageError(String option) {
    assertThat(server.run("send", "--stdin-ndjson", option).exitCode()).isEqualTo(ExitCode.USAGE);
  }

  private CommandRun send(String lines) {
    return CommandRun.reading(lines, server.uri(), "send", "--stdin-ndjson");
  }

  private Shell shell(InputStream in, PrintWriter out) {
    return new Shell(
        in, out, new PrintWriter(new StringWriter()), environment(), CommandRun.TIMEOUTS);
  }

  private Map<String, String> environment() {
    return Map.of("RAMTALK_SERVER", server.uri().toString());
  }

  private String line(String text) {
    return "{\"from_id\":\"" + ana + "\",\"to_id\":\"" + bo + "\",\"message\":\"" + text + "\"}\n";
  }

  private List<String> mail() {
    return server.talk().receive(UserId.parse(bo)).stream().map(Message::text).toList();
  }
}
