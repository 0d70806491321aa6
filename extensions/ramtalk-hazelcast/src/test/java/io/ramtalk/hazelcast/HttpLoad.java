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
 * Clients that send and receive through several servers. A client retries a failed request on the
 * next server. A retried send keeps its idempotency key. A new load gets the users of an earlier
 * one.
 */
final class HttpLoad implements AutoCloseable {
  /** The time that a client waits for a response before it tries the next server. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Pattern USER = Pattern.compile("\"user_id\":\"([^\"]+)\"");
  private static final Pattern SENT = Pattern.compile("\"id\":\"([^\"]+)\"");
  private static final Pattern LEASE = Pattern.compile("\"lease\":\"([^\"]+)\"");
  private static final Pattern MESSAGE = Pattern.compile(
      "\"text\":\"(?<text>[^\"]+)\"[^{}]*\"id\":\"(?<id>[^\"]+)\"");

  private static final AtomicInteger LOADS = new AtomicInteger();
  private static final int RECEIVERS = 6;
  private static final int RECEIVE_PAUSE_MILLIS = 200;

  private final String name = "load" + LOADS.incrementAndGet();
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
   * Signs users up, and starts senders and receivers. The last user has a live connection instead
   * of a receiver.
   *
   * @param perSecond the number of messages that all senders together send in a second, unless they
   *     wait for responses longer than that
   */
  HttpLoad start(int mailboxes, int senders, int perSecond) throws InterruptedException {
    long intervalNanos = TimeUnit.SECONDS.toNanos(senders) / perSecond;
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
      threads.execute(() -> whileUnderWay(new Sender(sender, intervalNanos)));
    }
    for (int i = 0; i < RECEIVERS; i++) {
      int first = i;
      threads.execute(() -> whileUnderWay(() -> {
        for (int user = first; user < users.size() - 1; user += RECEIVERS) {
          receive(users.get(user));
        }
        pause(RECEIVE_PAUSE_MILLIS);
      }));
    }
    return this;
  }

  /** One step of a client, which is repeated until the load ends. */
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

  /** Pauses between two requests of a client, or returns early when the load ends. */
  private void pause(int millis) throws InterruptedException {
    end.await(millis, TimeUnit.MILLISECONDS);
  }

  /**
   * A client that retries each message until a server accepts it, and then sends the next message.
   */
  private final class Sender implements Turn {
    private final int number;
    private final long intervalNanos;
    private long nextNanos = System.nanoTime();
    private int count;

    Sender(int number, long intervalNanos) {
      this.number = number;
      this.intervalNanos = intervalNanos;
    }

    @Override
    public void take() throws InterruptedException {
      var text = name + "s" + number + "n" + count++;
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
      pauseUntilNext();
    }

    /** Waits for the next message's time. After a long wait for a response, that time is now. */
    private void pauseUntilNext() throws InterruptedException {
      long now = System.nanoTime();
      nextNanos = Math.max(nextNanos + intervalNanos, now);
      end.await(nextNanos - now, TimeUnit.NANOSECONDS);
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
        return false; // the mailbox is full; the next turn sends a new message
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
   * Sends messages to a frozen server and, at the same time, to other servers until they are
   * accepted. The frozen server gets its requests when it resumes. A test may call this method
   * once per load.
   */
  LateRequests sendLate(URI frozen, int messages) {
    var late = new LateRequests();
    for (int i = 0; i < messages; i++) {
      var text = name + "late" + i;
      var body = message(text, i % users.size(), (i + 1) % users.size());
      late.send(frozen, "/send", body, answer -> noteAnswer(text, answer));
      threads.execute(() -> sendOnce(text, body));
    }
    return late;
  }

  /** Records the message id of a text; every response for the same text must name the same id. */
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

  /** Returns the body of a send whose idempotency key is its text. */
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

  /** Records a received message; a redelivered message is recorded once. */
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

  /**
   * Sends a request to the current server, and returns null if there is no response. After a
   * failure or status 503, the next request goes to the next server.
   */
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

  /**
   * Stops the senders, and receives all remaining messages, including those that a broken receiver
   * had leased.
   */
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

  /** Waits until all users are offline, and receives all remaining messages. */
  void checkNothingHidden() throws Exception {
    new HiddenMail(servers.get(0)).checkNone(users, received.keySet());
  }

  int sent() {
    return acknowledged.size();
  }

  /** Returns the acknowledged messages that have not been received. */
  Set<String> lost() {
    var lost = new TreeSet<>(acknowledged);
    lost.removeAll(received.keySet());
    return lost;
  }

  /** Returns the texts that were stored under more than one id. */
  List<String> storedTwice() {
    return received.entrySet().stream().filter(text -> text.getValue().size() > 1)
        .map(text -> text.getKey() + ": " + text.getValue().values()).toList();
  }

  /** Returns the texts whose responses named different ids. */
  Set<String> sentTwice() {
    return sentTwice;
  }

  /** Returns the client with the live connection. */
  LiveClient live() {
    return live;
  }

  /** Returns the number of responses with an unexpected error. */
  int unexpected() {
    return unexpected.get();
  }

  /** Waits until the given number of further messages is accepted. */
  void awaitAccepted(int messages) {
    accepted.drainPermits();
    for (int i = 0; i < messages; i++) {
      Eventually.that("another message is accepted", accepted::tryAcquire);
    }
  }

  /** Returns the longest duration of a send since the last call, including sends in progress. */
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
