package io.ramtalk.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Three members, one of which pauses for some seconds while clients leave, reconnect or hold
 * leases. Each round has its own users. A round ends when its users are offline and every message
 * was received.
 */
final class PauseRounds implements AutoCloseable {
  private static final Pattern USER = Pattern.compile("\"user_id\":\"([^\"]+)\"");
  private static final Pattern BYTES = Pattern.compile("\"bytes\":\\{\"budget\":\\d+,"
      + "\"used\":(\\d+),\"users\":(\\d+),\"images\":(\\d+),\"messages\":(\\d+),"
      + "\"leases\":(\\d+),\"receipts\":(\\d+),");
  private static final int USERS = 12;
  private static final int LEASES = 18;

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Eventually.LIMIT).build();
  private final List<MemberProcess> members;
  private final MemberProcess here;
  private final MemberProcess pausing;
  private int signedUp;

  PauseRounds(Path logs) throws Exception {
    members = MemberProcess.startThree(logs);
    here = members.get(0);
    pausing = members.get(2);
  }

  /** Disconnects clients from a member during a pause that is too short to remove the member. */
  void leave() throws Exception {
    var users = signUp(USERS);
    var streams = new ArrayList<StreamClient>();
    try {
      pushToEach(users, streams);

      pausing.signal("STOP");
      pausing.assertRunsFor(1_600, TimeUnit.MILLISECONDS);
      close(streams);
      pausing.assertRunsFor(1_700, TimeUnit.MILLISECONDS);
      pausing.signal("CONT");

      checkEnd(users);
    } finally {
      close(streams);
    }
  }

  /** Reconnects clients to a pausing member until the member has been removed and has returned. */
  void reconnect() throws Exception {
    var users = signUp(USERS);
    var streams = new ArrayList<StreamClient>();
    try {
      pushToEach(users, streams);

      pausing.signal("STOP");
      for (var stream : streams) {
        stream.reconnect();
      }
      pausing.assertRunsFor(9, TimeUnit.SECONDS);
      pausing.signal("CONT");
      Eventually.that("all are connected again",
          () -> streams.stream().allMatch(StreamClient::isConnected));
      MemberProcess.awaitSafe(members);
      close(streams);

      checkEnd(users);
    } finally {
      close(streams);
    }
  }

  /**
   * Lets leases expire during a pause, and checks that live connections elsewhere get the messages.
   */
  void leases() throws Exception {
    var users = signUp(LEASES);
    for (var user : users) {
      send(user);
      Eventually.that("it is leased",
          () -> post("/receive/" + user + "?lease=7", "").contains(textOf(user)));
    }
    long leasedNanos = System.nanoTime();
    var streams = new ArrayList<StreamClient>();
    try {
      for (var user : users) {
        streams.add(new StreamClient(here.uri(), user));
      }
      Eventually.that("all are connected",
          () -> streams.stream().allMatch(StreamClient::isConnected));

      runUntil(leasedNanos, 5_200);
      pausing.signal("STOP");
      runUntil(leasedNanos, 8_800);
      pausing.signal("CONT");

      for (int i = 0; i < LEASES; i++) {
        var stream = streams.get(i);
        var expected = textOf(users.get(i));
        Eventually.that(expected + " is pushed when its lease has run out",
            () -> stream.texts().contains(expected));
      }
      close(streams);
      checkEnd(users);
    } finally {
      close(streams);
    }
  }

  private void runUntil(long beganNanos, int millis) throws InterruptedException {
    long rest = millis - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNanos);
    pausing.assertRunsFor(Math.max(0, rest), TimeUnit.MILLISECONDS);
  }

  private List<String> signUp(int count) throws Exception {
    var users = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      var form = String.format("mobile=018%08d", signedUp++);
      Eventually.that("one more user", () -> {
        var user = USER.matcher(post("/signup", form));
        return user.find() && users.add(user.group(1));
      });
    }
    return users;
  }

  /** Opens a stream to the pausing member for each user, and waits for a message on each stream. */
  private void pushToEach(List<String> users, List<StreamClient> streams) throws Exception {
    for (var user : users) {
      streams.add(new StreamClient(pausing.uri(), user));
      send(user);
    }
    for (int i = 0; i < users.size(); i++) {
      var stream = streams.get(i);
      Eventually.that("a message is pushed", () -> !stream.texts().isEmpty());
    }
  }

  private void send(String user) throws Exception {
    var message = "{\"from_id\":\"" + user + "\",\"to_id\":\"" + user
        + "\",\"message\":\"" + textOf(user) + "\",\"id\":\"1\"}";
    Eventually.that("it is sent", () -> post("/send", message).contains("\"sent\""));
  }

  private static String textOf(String user) {
    return "for " + user;
  }

  /** Waits until these users are offline, and checks that every message was received. */
  private void checkEnd(List<String> users) throws Exception {
    var received = new HashSet<String>();
    new HiddenMail(here.uri()).checkNone(users, received);
    assertThat(received).containsAll(users.stream().map(PauseRounds::textOf).toList());
    Eventually.that("all members together count what there is", this::isCountedExactly);
  }

  /**
   * Returns whether the budgets of all members add up to the bytes that a walk over all users
   * counts.
   */
  private boolean isCountedExactly() throws Exception {
    long used = 0;
    long held = 0;
    for (var member : members) {
      var bytes = BYTES.matcher(send(HttpRequest.newBuilder(member.uri().resolve("/stats"))));
      assertThat(bytes.find()).isTrue();
      used += Long.parseLong(bytes.group(1));
      held = IntStream.rangeClosed(2, 6).mapToLong(i -> Long.parseLong(bytes.group(i))).sum();
    }
    return used == held;
  }

  private static void close(List<StreamClient> streams) throws Exception {
    for (var stream : streams) {
      stream.close();
    }
  }

  private String post(String path, String body) throws Exception {
    var type = body.startsWith("{") ? "application/json" : "application/x-www-form-urlencoded";
    return send(HttpRequest.newBuilder(here.uri().resolve(path)).header("Content-Type", type)
        .POST(BodyPublishers.ofString(body)));
  }

  private String send(HttpRequest.Builder request) throws Exception {
    return http.send(request.timeout(Eventually.LIMIT).build(), BodyHandlers.ofString())
        .body();
  }

  /** Returns a summary of the checks. */
  String summary() {
    return signedUp + " users, all offline at the end; all of their messages were received.";
  }

  @Override
  public void close() {
    members.forEach(MemberProcess::close);
  }
}
