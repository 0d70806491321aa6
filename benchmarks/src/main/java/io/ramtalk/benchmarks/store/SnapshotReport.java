package io.ramtalk.benchmarks.store;

import io.ramtalk.Profile;
import io.ramtalk.RamTalk;
import io.ramtalk.RamTalkBuilder;
import io.ramtalk.UserId;
import io.ramtalk.benchmarks.Person;
import io.ramtalk.benchmarks.Rounds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * A report on the speed of snapshots: how fast one messenger writes its users, how fast another
 * reads them, and both at the same time over a loopback connection, which sets the limit.
 *
 * <p>Each user has a name, one message of {@value #TEXT_CHARACTERS} characters and one receipt.
 */
public final class SnapshotReport {
  private static final int USERS = 1_000_000;
  private static final int FEW_USERS = 20_000;
  private static final int ROUNDS = 5;
  private static final int TEXT_CHARACTERS = 140;
  private static final double BYTES_PER_MEGABYTE = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final String LOOPBACK = "loopback alone";

  private SnapshotReport() {}

  /**
   * Measures and prints the report.
   *
   * @param args {@code --quick} for few users
   */
  public static void main(String... args) throws IOException {
    print(args.length > 0 ? FEW_USERS : USERS, args.length > 0 ? 1 : ROUNDS, System.out);
  }

  static void print(int users, int rounds, PrintStream out) throws IOException {
    try (var talk = messenger(users)) {
      var bytes = new ByteArrayOutputStream();
      talk.writeTo(bytes);
      var snapshot = bytes.toByteArray();
      double megabytes = snapshot.length / BYTES_PER_MEGABYTE;
      out.printf(Locale.ROOT, "%,d users with one message each: %,.1f MB%n%n", users, megabytes);

      var speeds = new Rounds("MB/s", LOOPBACK);
      for (int round = 0; round <= rounds; round++) {
        var warmUp = round == 0 ? new Rounds("", LOOPBACK) : speeds;
        warmUp.add(LOOPBACK, megabytes / seconds(() -> transfer(
            to -> to.write(snapshot), from -> from.transferTo(OutputStream.nullOutputStream()))));
        warmUp.add("write", megabytes / seconds(
            () -> talk.writeTo(OutputStream.nullOutputStream())));
        warmUp.add("read", megabytes / seconds(() -> read(new ByteArrayInputStream(snapshot))));
        warmUp.add("both over loopback", megabytes / seconds(
            () -> transfer(talk::writeTo, SnapshotReport::read)));
      }
      speeds.print(out);
      out.printf(Locale.ROOT, "All users move from one messenger to another in %.1f s.%n",
          megabytes / speeds.of("both over loopback").median());
    }
  }

  private static RamTalk messenger(int users) {
    var talk = settings().build();
    var ids = new UserId[users];
    for (int i = 0; i < users; i++) {
      var person = Person.at(i);
      ids[i] = talk.signUp(new Profile(person.mobile(), person.name(), null)).user().id();
    }
    var text = "x".repeat(TEXT_CHARACTERS);
    for (int i = 0; i < users; i++) {
      talk.send(ids[i], ids[(i + 1) % users], text);
    }
    return talk;
  }

  private static RamTalkBuilder settings() {
    return RamTalk.builder().budgetBytes(Long.MAX_VALUE);
  }

  private static void read(InputStream snapshot) throws IOException {
    settings().readFrom(snapshot).close();
  }

  /** A step that writes to one end of a connection, or reads from the other. */
  private interface End<T> {
    void use(T stream) throws IOException;
  }

  private interface Step {
    void run() throws IOException;
  }

  /** Writes in one thread and reads in this one, over a loopback connection. */
  private static void transfer(End<OutputStream> writer, End<InputStream> reader)
      throws IOException {
    var loopback = InetAddress.getLoopbackAddress();
    try (var listener = new ServerSocket(0, 1, loopback);
        var from = new Socket(loopback, listener.getLocalPort());
        var to = listener.accept()) {
      var written = CompletableFuture.runAsync(() -> {
        try {
          writer.use(to.getOutputStream());
          to.shutdownOutput();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
      reader.use(from.getInputStream());
      written.join();
    }
  }

  private static double seconds(Step step) throws IOException {
    long start = System.nanoTime();
    step.run();
    return (System.nanoTime() - start) / NANOS_PER_SECOND;
  }
}
