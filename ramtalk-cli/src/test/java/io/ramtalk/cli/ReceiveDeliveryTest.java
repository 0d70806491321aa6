package io.ramtalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Draft;
import io.ramtalk.Eventually;
import io.ramtalk.RamTalk;
import io.ramtalk.Receipt;
import io.ramtalk.Message;
import io.ramtalk.UserId;
import io.ramtalk.VirtualClock;
import io.ramtalk.cli.internal.client.ExitCode;
import io.ramtalk.cli.internal.client.Repeated;
import io.ramtalk.cli.internal.client.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReceiveDeliveryTest {
  private static final Instant START = Instant.parse("2026-11-22T10:44:00.123Z");

  private final VirtualClock clock = VirtualClock.startingAt(START);
  private RealServer server;
  private UserId ana;
  private UserId bo;

  @BeforeEach
  void start() throws IOException {
    server = RealServer.serving(RamTalk.builder().clock(clock).mailboxCapacity(1_000).build());
    ana = UserId.parse(server.signUp("01711111111"));
    bo = UserId.parse(server.signUp("01722222222"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void receive_printed_isAcknowledged() {
    send("one");

    assertThat(receive().exitCode()).isZero();

    clock.advance(Duration.ofHours(1));
    assertThat(mail()).isEmpty();
    assertThat(states()).containsExactly(Receipt.State.DELIVERED);
  }

  @Test
  void receive_cannotBePrinted_isBackInTheMailboxAtOnce() {
    send("one");
    send("two");
    var err = new StringWriter();
    var full = new PrintWriter(new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException("No space left on device");
      }
    });

    int exitCode = Main.run(new Shell(InputStream.nullInputStream(), full, new PrintWriter(err),
        Map.of("RAMTALK_SERVER", server.uri().toString()), CommandRun.TIMEOUTS),
        "receive", "--user", bo.toString());

    assertThat(exitCode).isEqualTo(ExitCode.REFUSED);
    assertThat(err.toString()).contains("the messages stay on the server");
    assertThat(states()).containsOnly(Receipt.State.QUEUED);
    assertThat(mail()).containsExactly("one", "two");
  }

  @Test
  void receive_givenBackBefore_saysAgain() {
    send("one");
    server.talk().lease(bo, 1, Duration.ofSeconds(1));
    clock.advance(Duration.ofSeconds(1));

    assertThat(receive().out().lines()).hasSize(2).last().isEqualTo("  * redelivered: delivery 2");
  }

  @Test
  void receive_answerLost_isAskedForAgainByTheSameLease() throws IOException {
    send("one");
    send("two");
    for (int bytes : new int[] {0, 20, 100, 300}) {
      try (var proxy = new CuttingProxy(server, "lease_id=", 2, bytes)) {
        var run = proxy.run("receive", "--user", bo.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines().filter(line -> line.endsWith("one"))).hasSize(1);
        assertThat(proxy.requests().stream().limit(3).map(ReceiveDeliveryTest::path).distinct())
            .hasSize(1);
      }
      clock.advance(Duration.ofHours(1));
      assertThat(mail()).isEmpty();
      send("one");
    }
  }

  @Test
  void receive_answerLostTooOften_losesNothing() throws IOException {
    send("one");
    try (var proxy = new CuttingProxy(server, "lease_id=", 9, 0)) {
      var run = proxy.run("receive", "--user", bo.toString());

      assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
      assertThat(run.out()).isEmpty();
      assertThat(proxy.requests()).hasSize(Repeated.MAX_TRIES);
    }
    clock.advance(Duration.ofSeconds(30));
    assertThat(mail()).containsExactly("one");
  }

  @Test
  void receive_acknowledgementLost_isRepeated() throws IOException {
    send("one");
    try (var proxy = new CuttingProxy(server, "/ack", 2, 0)) {
      var run = proxy.run("receive", "--user", bo.toString());

      assertThat(run.exitCode()).isZero();
      assertThat(run.err()).isEmpty();
      assertThat(proxy.requests()).filteredOn(request -> request.startsWith("POST "))
          .hasSize(4);
    }
    assertThat(states()).containsExactly(Receipt.State.DELIVERED);
  }

  @Test
  void receive_acknowledgementFails_saysThatMessagesMayComeAgain() throws IOException {
    send("one");
    try (var proxy = new CuttingProxy(server, "/ack", 9, 0)) {
      var run = proxy.run("receive", "--user", bo.toString());

      assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
      assertThat(run.out()).contains("one");
      assertThat(run.err()).contains("are printed, but may be delivered again");
    }
  }

  @Test
  void receive_leaseEndsWhilePrinting_warns() {
    send("one");
    var slow = new PrintWriter(new OutputStream() {
      @Override
      public void write(int b) {
        clock.advance(Duration.ofSeconds(3));
        server.talk().lease(bo, 1, Duration.ofHours(1), "other");
      }
    });
    var err = new StringWriter();

    int exitCode = Main.run(new Shell(InputStream.nullInputStream(), slow, new PrintWriter(err),
        Map.of("RAMTALK_SERVER", server.uri().toString()), CommandRun.TIMEOUTS),
        "receive", "--user", bo.toString(), "--lease", "2");

    assertThat(exitCode).isZero();
    assertThat(err.toString()).contains("the lease expired before all was printed");
    assertThat(states()).containsExactly(Receipt.State.QUEUED);
  }

  @Test
  void receive_max_leavesTheRest() {
    send("one");
    send("two");
    send("three");

    var run = receive("--max", "2");

    assertThat(run.out().lines()).hasSize(2);
    assertThat(mail()).containsExactly("three");
  }

  @Test
  void receive_many_comeInBatchesInOrder() {
    IntStream.range(0, 250).forEach(i -> send("n" + i));

    var run = receive();

    assertThat(run.out().lines().map(line -> line.substring(line.lastIndexOf(' ') + 1)))
        .containsExactlyElementsOf(IntStream.range(0, 250).mapToObj(i -> "n" + i).toList());
    assertThat(mail()).isEmpty();
  }

  @Test
  void receive_maxBeyondABatch_isKept() {
    IntStream.range(0, 250).forEach(i -> send("n" + i));

    assertThat(receive("--max", "101").out().lines()).hasSize(101);
    assertThat(mail()).hasSize(149);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--max=0", "--max=x", "--wait=x", "--wait=-1", "--lease=1y", "--lease="})
  void receive_valueInvalid_isUsageError(String option) {
    assertThat(receive(option).exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void receive_leaseOutOfRange_isRefused() {
    assertThat(receive("--lease", "13h").exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(receive("--lease", "0").exitCode()).isEqualTo(ExitCode.REFUSED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--wait=1", "--lease=1", "--mark-read"})
  void peek_withWhatTakes_isUsageError(String option) {
    assertThat(receive("--peek", option).exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void peek_messages_stay() {
    send("one");
    send("two");

    var run = receive("--peek", "--max", "1");

    assertThat(run.line()).endsWith("one");
    assertThat(receive("--peek").out().lines()).hasSize(2);
    assertThat(mail()).containsExactly("one", "two");
  }

  @Test
  void peek_none_saysSo() {
    var run = receive("--peek");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).contains("No messages.");
  }

  @Test
  void receive_timesAndPicture_areNotes() {
    server.talk().send(Draft.of(ana, bo).image(Pictures.GIF)
        .expiresIn(Duration.ofMinutes(1)).destructAfter(Duration.ofMillis(1_500)));

    var run = receive();

    assertThat(run.out()).isEqualToNormalizingNewlines(START + "  01711111111\n"
        + "  * expires at 2026-11-22T10:45:00.123Z\n"
        + "  * self-destructs 1.5 seconds after being seen\n"
        + "  * picture: image/gif, 1 x 1 pixels, " + Pictures.GIF.length + " bytes\n");
  }

  @Test
  void receive_textThatImitatesANote_isIndentedFurther() {
    send("one\n  * redelivered: delivery 2\n* x");

    assertThat(receive().out().lines().filter(line -> line.startsWith("  * "))).isEmpty();
  }

  @Test
  void receive_saveImages_writesThemForTheirOwnerAlone(@TempDir Path folder) throws IOException {
    var id = server.talk().send(Draft.of(ana, bo).text("look").image(Pictures.GIF));

    var run = receive("--save-images", folder.toString());

    var file = folder.resolve(id + ".gif");
    assertThat(run.exitCode()).isZero();
    assertThat(run.line()).endsWith("saved: " + file);
    assertThat(file).hasBinaryContent(Pictures.GIF);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void receive_imageSavedBefore_isLeftAlone(@TempDir Path folder) {
    server.talk().send(Draft.of(ana, bo).image(Pictures.GIF));
    receive("--peek", "--save-images", folder.toString());

    assertThat(receive("--save-images", folder.toString()).exitCode()).isZero();
    assertThat(mail()).isEmpty();
  }

  @Test
  void receive_otherFileInTheWay_keepsFileAndMessage(@TempDir Path folder) throws IOException {
    var id = server.talk().send(Draft.of(ana, bo).image(Pictures.GIF));
    var file = Files.writeString(folder.resolve(id + ".gif"), "mine");

    var run = receive("--save-images", folder.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("file " + file + " already exists");
    assertThat(file).hasContent("mine");
    assertThat(mail()).hasSize(1);
  }

  @Test
  void receive_folderMissing_keepsMessage(@TempDir Path folder) {
    server.talk().send(Draft.of(ana, bo).image(Pictures.GIF));

    var run = receive("--save-images", folder.resolve("none").toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("no such folder");
    assertThat(mail()).hasSize(1);
  }

  @Test
  void receive_idOfAStrangeServer_isNoPath(@TempDir Path folder) throws IOException {
    var response = "{\"messages\":[{\"id\":\"../x\",\"image\":{\"type\":\"image/gif\"}}]}";
    try (var strange = CannedServer.answering("200 OK", "application/json", response)) {
      var run = strange.run("receive", "--user", "1", "--save-images", folder.toString());

      assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
      assertThat(folder).isEmptyDirectory();
    }
  }

  @Test
  void receive_markRead_tellsEachSender() {
    send("one");
    server.talk().send(bo, bo, "note to self");
    send("two");

    assertThat(receive("--mark-read").exitCode()).isZero();

    assertThat(states()).containsOnly(Receipt.State.READ);
    assertThat(server.talk().sent(bo)).extracting(Receipt::state)
        .containsExactly(Receipt.State.READ);
  }

  @Test
  void receive_senderLeft_isNoFailure() {
    send("one");
    server.talk().delete(ana);

    assertThat(receive("--mark-read").exitCode()).isZero();
  }

  @Test
  void wait_nothingComes_timesOutByTheClockOfTheServer() throws Exception {
    var run = CompletableFuture.supplyAsync(() -> receive("--wait", "1m"));
    while (!run.isDone()) {
      clock.advance(Duration.ofSeconds(1));
      Thread.onSpinWait();
    }

    assertThat(run.get().exitCode()).isEqualTo(ExitCode.TIMED_OUT);
    assertThat(run.get().err()).contains("No messages.");
    assertThat(clock.instant()).isAfterOrEqualTo(START.plusSeconds(60));
  }

  @Test
  void wait_messageComes_wakesUp() throws Exception {
    try (var proxy = new CuttingProxy(server, "nothing", 0, 0)) {
      var run = CompletableFuture.supplyAsync(
          () -> proxy.run("receive", "--user", bo.toString(), "--wait", "1d"));
      while (!run.isDone() && proxy.requests().size() < 2) {
        clock.advance(Duration.ofSeconds(1));
        Thread.onSpinWait();
      }

      send("one");

      assertThat(Eventually.get(run).line()).endsWith("one");
      assertThat(run.get().exitCode()).isZero();
    }
    assertThat(mail()).isEmpty();
  }

  @Test
  void wait_messageIsThere_doesNotWait() {
    send("one");

    assertThat(receive("--wait", "1d").line()).endsWith("one");
  }

  @Test
  void wait_noTime_timesOutAtOnce() {
    assertThat(receive("--wait", "0").exitCode()).isEqualTo(ExitCode.TIMED_OUT);
  }

  private CommandRun receive(String... options) {
    var args = new String[options.length + 3];
    args[0] = "receive";
    args[1] = "--user";
    args[2] = bo.toString();
    System.arraycopy(options, 0, args, 3, options.length);
    return server.run(args);
  }

  private void send(String text) {
    server.talk().send(ana, bo, text);
  }

  private List<String> mail() {
    return server.talk().receive(bo).stream().map(Message::text).toList();
  }

  private List<Receipt.State> states() {
    return server.talk().sent(ana).stream().map(Receipt::state).toList();
  }

  private static String path(String request) {
    return request.substring(0, request.indexOf('\r'));
  }
}
