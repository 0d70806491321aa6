package io.ramtalk.benchmarks.live;

import io.ramtalk.Draft;
import io.ramtalk.MailboxFull;
import io.ramtalk.RamTalk;
import io.ramtalk.UserId;
import io.ramtalk.benchmarks.Heap;
import io.ramtalk.server.ConnectionLimit;
import io.ramtalk.server.RamTalkServer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** A process that serves a crowd, and executes commands that a client cannot. */
public final class CrowdServer {
  /** Number of messages per second to each user of the crowd during a storm. */
  private static final int STORM_PER_SECOND = 100;

  /* Messages to different users do not arrive all at once: each tick serves a tenth of them. */
  private static final int PARTS = 10;

  /* The kernel buffers some megabytes for a slow reader; a mailbox holds more. */
  private static final int CAPACITY = 100;

  private static final int MAX_CONNECTIONS = 50_000;

  private final RamTalk talk = RamTalk.builder().mailboxCapacity(CAPACITY).build();
  private final UserId sender = talk.signUp("1600000").user().id();
  private final AtomicBoolean storming = new AtomicBoolean();
  private final byte[] picture = picture(talk.limits().imageBytes());
  private List<UserId> crowd = List.of();
  private Thread storm = new Thread(() -> { });
  private int number = 1_700_000;
  private long accepted;
  private long refused;

  private CrowdServer() {}

  /**
   * Serves until standard input ends. Prints its port, then one line per command.
   *
   * @param args none
   * @throws Exception if the server cannot listen
   */
  public static void main(String[] args) throws Exception {
    var crowd = new CrowdServer();
    try (var server = RamTalkServer.builder().messenger(crowd.talk).port(0)
        .limit(ConnectionLimit.CONNECTIONS, MAX_CONNECTIONS).build().start()) {
      System.out.println(server.port());
      var commands = new BufferedReader(
          new InputStreamReader(System.in, StandardCharsets.US_ASCII));
      for (var line = commands.readLine(); line != null; line = commands.readLine()) {
        System.out.println(crowd.obey(line.split(" ")));
      }
    }
  }

  private String obey(String[] words) throws InterruptedException {
    return switch (words[0]) {
      case "people" -> people(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
      case "online" -> String.valueOf(
          crowd.stream().filter(user -> talk.presence(user).online()).count());
      case "heap" -> String.valueOf(Heap.collect());
      case "storm" -> storm();
      case "calm" -> calm();
      case "drain" -> String.valueOf(
          crowd.stream().mapToInt(user -> talk.receive(user).size()).sum());
      default -> throw new IllegalArgumentException(words[0]);
    };
  }

  /** Signs up a new crowd, with pictures in each mailbox. Returns the ids. */
  private String people(int count, int pictures) {
    crowd = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      var user = talk.signUp(String.valueOf(number++)).user().id();
      crowd.add(user);
      for (int sent = 0; sent < pictures; sent++) {
        talk.send(Draft.of(sender, user).image(picture));
      }
    }
    return crowd.stream().map(UserId::toString).collect(Collectors.joining(" "));
  }

  private String storm() {
    accepted = 0;
    refused = 0;
    storming.set(true);
    storm = new Thread(this::sendOnAndOn);
    storm.start();
    return "on";
  }

  /** Ends the storm. Returns the numbers of accepted and rejected messages. */
  private String calm() throws InterruptedException {
    storming.set(false);
    storm.join();
    return accepted + " " + refused;
  }

  private void sendOnAndOn() {
    long began = System.nanoTime();
    for (long tick = 1; storming.get(); tick++) {
      for (int i = (int) (tick % PARTS); i < crowd.size(); i += PARTS) {
        sendOne(crowd.get(i));
      }
      long next = began + tick * TimeUnit.SECONDS.toNanos(1) / (STORM_PER_SECOND * PARTS);
      LockSupport.parkNanos(next - System.nanoTime());
    }
  }

  private void sendOne(UserId user) {
    try {
      talk.send(sender, user, "0123456789abcdef0123456789abcdef");
      accepted++;
    } catch (MailboxFull full) {
      refused++;
    }
  }

  private static byte[] picture(int bytes) {
    var file = ByteBuffer.allocate(bytes).putLong(0x89504e470d0a1a0aL).putInt(13)
        .put("IHDR".getBytes(StandardCharsets.US_ASCII)).putInt(3).putInt(2).position(33);
    file.putInt(bytes - 57).put("IDAT".getBytes(StandardCharsets.US_ASCII));
    return file.position(bytes - 8).put("IEND".getBytes(StandardCharsets.US_ASCII)).array();
  }
}
