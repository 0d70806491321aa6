package io.ramtalk.benchmarks.store;

import io.ramtalk.benchmarks.Goal;
import io.ramtalk.benchmarks.Heap;
import io.ramtalk.benchmarks.Person;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * A report on the heap memory that a user, a waiting message and a picture take in each store.
 *
 * <p>All values are measured, none calculated: the heap in use after garbage collection with the
 * objects, minus that without them, divided by their number. Tables of a store are included. Users
 * have a number of 11 digits and a name of 8 letters; texts are ASCII.
 */
public final class Footprint {
  private static final int SHORT_TEXT_BYTES = 32;
  private static final int LONG_TEXT_BYTES = 4_096;
  private static final int PICTURE_BYTES = 10_000;
  private static final String FURTHER_MESSAGE = "each further message of 32 bytes";
  private static final int WARM_UP_USERS = 1_000;

  private Footprint() {}

  /**
   * Measures and prints the report.
   *
   * @param args none
   */
  public static void main(String... args) {
    if (args.length > 0) {
      throw new IllegalArgumentException("Unexpected argument: " + args[0]
          + "; run it without arguments");
    }
    // Load the classes and fill the caches of both stores before measuring.
    measure(WARM_UP_USERS);
    var rows = new ArrayList<Row>();
    rows.add(userRow(1_000_000));
    rows.addAll(measure(100_000));
    System.out.println(Row.HEAD);
    rows.forEach(System.out::println);
    System.out.println();
    goals(rows).forEach(System.out::println);
  }

  private static List<Goal> goals(List<Row> rows) {
    return List.of(
        goal(112, "bytes of a user without mail", rows.get(0)),
        goal(96, "bytes of a waiting message of 32", rows.stream()
            .filter(row -> row.label().equals(FURTHER_MESSAGE)).findFirst().orElseThrow()));
  }

  private static Goal goal(double most, String what, Row row) {
    return Goal.atMost(most, what, row.ramtalk());
  }

  /** Measures everything, large objects with a tenth of the users. */
  static List<Row> measure(int users) {
    return List.of(
        userRow(users),
        row("first message of 32 bytes", users,
            new Load(users, 1, SHORT_TEXT_BYTES, 0, false), Load.of(users)),
        row(FURTHER_MESSAGE, users * (Store.MAILBOX_CAPACITY - 1),
            new Load(users, Store.MAILBOX_CAPACITY, SHORT_TEXT_BYTES, 0, false),
            new Load(users, 1, SHORT_TEXT_BYTES, 0, false)),
        row("the same and its sender's receipt", users * (Store.MAILBOX_CAPACITY - 1),
            new Load(users, Store.MAILBOX_CAPACITY, SHORT_TEXT_BYTES, 0, true),
            new Load(users, 1, SHORT_TEXT_BYTES, 0, true)),
        row("each further message of 4,096 bytes", users / 10,
            new Load(users / 10, 2, LONG_TEXT_BYTES, 0, false),
            new Load(users / 10, 1, LONG_TEXT_BYTES, 0, false)),
        row("picture of 10,000 bytes", users / 10,
            new Load(users / 10, 0, 0, PICTURE_BYTES, false), Load.of(users / 10)));
  }

  private static Row userRow(int users) {
    return row(String.format(Locale.ROOT, "user, of %,d", users), users,
        kind -> Load.of(users).bytesKept(kind));
  }

  private static Row row(String label, int count, Load with, Load without) {
    return row(label, count, kind -> with.bytesKept(kind) - without.bytesKept(kind));
  }

  private static Row row(String label, int count, ToLongFunction<StoreKind> bytes) {
    return new Row(label,
        (double) bytes.applyAsLong(StoreKind.RAMTALK) / count,
        (double) bytes.applyAsLong(StoreKind.QUEUES) / count);
  }

  /**
   * The contents of a store: users, each with a number of messages or a picture. Either one user
   * sends all messages, so that its receipts are negligible, or each user sends its own.
   */
  private record Load(
      int users, int messages, int textBytes, int pictureBytes, boolean everybodySends) {
    static Load of(int users) {
      return new Load(users, 0, 0, 0, false);
    }

    long bytesKept(StoreKind kind) {
      return Heap.bytesKeptBy(() -> fill(kind.create()));
    }

    private <I> Store<I> fill(Store<I> store) {
      for (int i = 0; i < users; i++) {
        var person = Person.at(i);
        store.signUp(pictureBytes == 0 ? person : person.withImage(png(pictureBytes)));
        var id = store.idOf(person.mobile());
        var sender = everybodySends ? id : store.idOf(Person.at(0).mobile());
        for (int message = 0; message < messages; message++) {
          store.send(sender, id, "x".repeat(textBytes));
        }
      }
      return store;
    }

    /** Returns a PNG file of 64 x 64 pixels with all-zero data. */
    private static byte[] png(int bytes) {
      var file = ByteBuffer.allocate(bytes);
      file.putLong(0x8950_4e47_0d0a_1a0aL);
      file.putInt(13).put("IHDR".getBytes(StandardCharsets.US_ASCII)).putInt(64).putInt(64);
      file.position(33).putInt(bytes - 57).put("IDAT".getBytes(StandardCharsets.US_ASCII));
      return file.position(bytes - 8).put("IEND".getBytes(StandardCharsets.US_ASCII)).array();
    }
  }

  /** The bytes per object in each store. */
  record Row(String label, double ramtalk, double queues) {
    static final String HEAD = String.format(
        Locale.ROOT, "%-38s %10s %10s %7s", "bytes per", "RAMTalk", "queues", "ratio");

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%-38s %,10.1f %,10.1f %7.2f",
          label, ramtalk, queues, ramtalk / queues);
    }
  }
}
