package io.ramtalk.hazelcast;

import io.ramtalk.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * Clients that send and receive on several servers, and try again elsewhere what failed: with the
 * same id, until they are told that it was sent.
 */
final class HttpLoad implements AutoCloseable {
  /** How long a client waits for an answer before it asks the next server. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Pattern USER = Pattern.compile("\"user_id\":\"([^\"]+)\"");
  private static final Pattern SENT = Pattern.compile("\"id\":\"([^\"]+)\"");
  private static final Pattern LEASE = Pattern.compile("\"lease\":\"([^\"]+)\"");
  private static final Pattern MESSAGE = Pattern.compile(
      "\"text\":\"(?<text>[^\"]+)\"[^{}]*\"id\":\"(?<id>[^\"]+)\"");

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final List<URI> servers;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> users = new ArrayList<>();
  private final long beganNanos = System.nanoTime();
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final Map<String, Map<String, String>> received = new ConcurrentHashMap<>();
  private final Map<String, String> sentAs = new ConcurrentHashMap<>();
  private final Set<String> sentTwice = ConcurrentHashMap.newKeySet();
  private final Set<String> sentToLive = ConcurrentHashMap.newKeySet();
  private final AtomicLong worstNanos = new AtomicLong();
  private final AtomicInteger unexpected = new AtomicInteger();
  private final AtomicInteger clients = new AtomicInteger();
  private final ThreadLocal<int[]> choices =
      ThreadLocal.withInitial(() -> new int[] {clients.getAndIncrement()});
  private final Map<Sender, Long> underWay = new ConcurrentHashMap<>();
  private final Semaphore accepted = new Semaphore(0);
  private final CountDownLatch end = new CountDownLatch(1);

  private LiveClient live;

  HttpLoad(List<URI> servers) {
    this.servers = servers;
  }

  /**
   * Signs users up, and begins with so many senders and two receivers; the last user has a live
   * connection instead.
   */
  HttpLoad start(int mailboxes, int senders) throws InterruptedException {
    for (int i = 0; i < mailboxes; i++) {
      var answer = untilAnswered("/signup", String.format("mobile=018%08d", i),
          "application/x-www-form-urlencoded");
      var id = USER.matcher(answer);
      if (!id.find()) {
        throw new IllegalStateException(answer);
      }
      users.add(id.group(1));
    }
    live = new LiveClient(servers, users.get(users.size() - 1), this::take);
    for (int i = 0; i < senders; i++) {
      int sender = i;
      threads.execute(() -> whileUnderWay(new Sender(sender)));
    }
    for (int i = 0; i < 2; i++) {
      int half = i;
      threads.execute(() -> whileUnderWay(() -> {
        for (int user = half; user < users.size() - 1; user += 2) {
          receive(users.get(user));
        }
        pause(50);
      }));
    }
    return this;
  }

  /** What a client does over and over. */
  private interface Turn {
    void take() throws InterruptedException;
  }

  private void whileUnderWay(Turn turn) {
    try {
      while (!isEnded()) {
        turn.take();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isEnded() {
    return end.getCount() == 0;
  }

  /** Waits as a client does between two requests, unless the load ends. */
  private void pause(int millis) throws InterruptedException {
    end.await(millis, TimeUnit.MILLISECONDS);
  }

  /** Sends one message after the other, each until it is accepted. */
  private final class Sender implements Turn {
    private final int number;
    private int count;

    Sender(int number) {
      this.number = number;
    }

    @Override
    public void take() throws InterruptedException {
      var text = "s" + number + "n" + count++;
      var random = ThreadLocalRandom.current();
      int to = random.nextInt(users.size());
      var body = message(text, number % users.size(), to);
      if (send(text, body)) {
        acknowledged.add(text);
        if (to == users.size() - 1) {
          sentToLive.add(text);
        }
        accepted.release();
      }
      pause(20);
    }

    private boolean send(String text, String body) throws InterruptedException {
      long began = System.nanoTime();
      underWay.put(this, began);
      try {
        return sendUntilAccepted(text, body, began);
      } finally {
        underWay.remove(this);
      }
    }
  }

  private boolean sendUntilAccepted(String text, String body, long began)
      throws InterruptedException {
    while (!isEnded()) {
      var answer = ask("/send", body, "application/json");
      if (answer != null && answer.statusCode() == 200) {
        worstNanos.accumulateAndGet(System.nanoTime() - began, Math::max);
        noteAnswer(text, answer.body());
        return true;
      }
      boolean isFull = answer != null && answer.statusCode() == 400;
      if (isFull) {
        return false; // the receiver is late; the next message is another one
      }
      if (answer != null && answer.statusCode() != 503 && answer.statusCode() != 409) {
        unexpected.incrementAndGet();
        System.err.println("Sending " + text + ": " + answer.body());
      }
      pause(50);
    }
    return false;
  }

  /**
   * Sends messages to a server that is frozen, which gets them when it goes on, and at the same
   * time to others until they are accepted. For one time.
   */
  LateRequests sendLate(URI frozen, int messages) {
    var late = new LateRequests();
    for (int i = 0; i < messages; i++) {
      var text = "late" + i;
      var body = message(text, i % users.size(), (i + 1) % users.size());
      late.send(frozen, "/send", body, answer -> noteAnswer(text, answer));
      threads.execute(() -> sendOnce(text, body));
    }
    return late;
  }

  /** Notes as which message a text was sent; each answer has to say the same. */
  private void noteAnswer(String text, String answer) {
    var id = SENT.matcher(answer);
    if (!id.find() || !id.group(1).equals(
        sentAs.computeIfAbsent(text, first -> id.group(1)))) {
      sentTwice.add(text + ": " + answer + ", before " + sentAs.get(text));
    }
  }

  private void sendOnce(String text, String body) {
    try {
      if (sendUntilAccepted(text, body, System.nanoTime())) {
        acknowledged.add(text);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns the request that sends a message, whose id is its text. */
  private String message(String text, int from, int to) {
    return "{\"from_id\":\"" + users.get(from) + "\",\"to_id\":\"" + users.get(to)
        + "\",\"message\":\"" + text + "\",\"id\":\"" + text + "\"}";
  }

  private void receive(String user) throws InterruptedException {
    var answer = ask("/receive/" + user + "?lease=30", "", "application/json");
    if (answer == null || answer.statusCode() != 200) {
      return;
    }
    var lease = LEASE.matcher(answer.body());
    var message = MESSAGE.matcher(answer.body());
    boolean any = false;
    while (message.find()) {
      any = true;
      take(message.group("text"), message.group("id"), user);
    }
    if (any && lease.find()) {
      untilAnswered("/receive/" + user + "/ack",
          "{\"lease\":\"" + lease.group(1) + "\"}", "application/json");
    }
  }

  /** Notes a message; the same one may come again, if it was not known that it had come. */
  private void take(String text, String id, String user) {
    received.computeIfAbsent(text, first -> new ConcurrentHashMap<>())
        .putIfAbsent(id, "message " + id + " to " + user + " after "
            + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNanos) + " ms");
  }

  private String untilAnswered(String path, String body, String type)
      throws InterruptedException {
    while (true) {
      var answer = ask(path, body, type);
      if (answer != null && answer.statusCode() < 500) {
        return answer.body();
      }
      pause(100);
    }
  }

  /** Asks the server that was ready last; null if it does not answer. Another one is next then. */
  private HttpResponse<String> ask(String path, String body, String type)
      throws InterruptedException {
    int choice = Math.floorMod(choices.get()[0], servers.size());
    var server = servers.get(choice);
    try {
      var answer = http.send(HttpRequest.newBuilder(server.resolve(path))
          .header("Content-Type", type).timeout(PATIENCE)
          .POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
      choices.get()[0] += answer.statusCode() == 503 ? 1 : 0;
      return answer;
    } catch (IOException e) {
      choices.get()[0]++;
      return null;
    }
  }

  /** Ends the senders, and receives what is left, also what a broken receiver had leased. */
  HttpLoad drain() throws InterruptedException {
    end.countDown();
    threads.shutdown();
    Eventually.ends(threads);
    live.awaitAll(sentToLive);
    live.close();
    Eventually.that(() -> "all is received but " + lost(), () -> {
      for (var user : users) {
        receive(user);
      }
      return lost().isEmpty();
    });
    return this;
  }

  /** Waits until nobody is online, and receives what nobody has. */
  void checkNothingHidden() throws Exception {
    new HiddenMail(servers.get(0)).checkNone(users, received.keySet());
  }

  int sent() {
    return acknowledged.size();
  }

  /** Returns what was acknowledged and not received. */
  Set<String> lost() {
    var lost = new TreeSet<>(acknowledged);
    lost.removeAll(received.keySet());
    return lost;
  }

  /** Returns what was stored more than once, which is: as messages of several ids. */
  List<String> storedTwice() {
    return received.entrySet().stream().filter(text -> text.getValue().size() > 1)
        .map(text -> text.getKey() + ": " + text.getValue().values()).toList();
  }

  /** Returns what was said to be sent as two messages. */
  Set<String> sentTwice() {
    return sentTwice;
  }

  /** Returns who has the live connection. */
  LiveClient live() {
    return live;
  }

  /** Returns the answers that a client cannot do anything with. */
  int unexpected() {
    return unexpected.get();
  }

  /** Waits until so many more messages were accepted. */
  void awaitAccepted(int messages) {
    accepted.drainPermits();
    for (int i = 0; i < messages; i++) {
      Eventually.that("another message is accepted", accepted::tryAcquire);
    }
  }

  /** Returns the longest time that a send took, or takes still, since this was asked last. */
  Duration worst() {
    long now = System.nanoTime();
    long longest = underWay.values().stream().mapToLong(began -> now - began).max().orElse(0);
    return Duration.ofNanos(Math.max(longest, worstNanos.getAndSet(0)));
  }

  @Override
  public void close() {
    end.countDown();
    threads.shutdownNow();
    if (live != null) {
      live.close();
    }
  }
}
