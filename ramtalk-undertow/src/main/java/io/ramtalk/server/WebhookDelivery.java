package io.ramtalk.server;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Brings codes to an SMS gateway: POSTs {@code {"to","text","code"}} to its URL. A try that fails
 * by itself (no connection, no answer in time, 429, 5xx) is repeated after a pause; any other
 * answer than 2xx is final, and no redirect is followed.
 *
 * <p><b>Threads:</b> any number deliver; one of its own does the work and never waits.
 */
final class WebhookDelivery implements CodeDelivery, AutoCloseable {
  /* All that happens to a message happens on one thread, and the client of the JDK works on it
   * too: it needs no more for messages of a hundred bytes. That thread makes the client with the
   * first message, since loading it takes longer than a caller may be held up. The gateway is
   * asked by few connections, which are kept, or a burst would spend its time on handshakes. The
   * time limit of the client ends with the head of an answer, so one of our own covers the body
   * as well.
   *
   * What a fault says may quote the address, which may hold a secret: the log names its kind. */
  static final Duration TIMEOUT = Duration.ofSeconds(5);
  static final List<Duration> PAUSES = List.of(Duration.ofSeconds(1), Duration.ofSeconds(3));

  /** The most messages that are on their way at a time. */
  static final int MAX_UNDER_WAY = 1_000;

  /** The most of them that the gateway is asked to take at a time. */
  static final int MAX_ASKED = 16;

  private static final Logger LOG = System.getLogger(WebhookDelivery.class.getName());

  private final URI gateway;
  private final @Nullable String secret;
  private final Patience patience;
  private final AtomicInteger underWay = new AtomicInteger();
  private final Set<Errand> asked = ConcurrentHashMap.newKeySet();
  private final Queue<Errand> waiting = new ArrayDeque<>();
  private final ScheduledThreadPoolExecutor thread;
  private volatile @Nullable HttpClient client;

  /**
   * Names the gateway, and the bearer secret that it wants, if any.
   *
   * @throws IllegalArgumentException if the URL is not one of http or https, or the secret cannot
   *     stand in a header
   */
  WebhookDelivery(URI gateway, @Nullable String secret) {
    this(gateway, secret, new Patience(TIMEOUT, PAUSES));
  }

  WebhookDelivery(URI gateway, @Nullable String secret, Patience patience) {
    check(gateway, secret);
    this.gateway = gateway;
    this.secret = secret;
    this.patience = patience;
    thread = new ScheduledThreadPoolExecutor(1, WebhookDelivery::daemon);
    thread.setRemoveOnCancelPolicy(true);
  }

  /** How long a try may take, and how long to pause after each but the last. */
  record Patience(Duration timeout, List<Duration> pauses) {}

  /**
   * Begins to bring a code to the gateway.
   *
   * @throws RequestRefused 503 {@code busy} if {@value #MAX_UNDER_WAY} are on their way, or it is
   *     closed
   */
  @Override
  public void deliver(Message message) {
    if (underWay.getAndUpdate(count -> Math.min(MAX_UNDER_WAY, count + 1)) == MAX_UNDER_WAY) {
      throw busy();
    }
    try {
      thread.execute(new Errand(message));
    } catch (RejectedExecutionException e) {
      underWay.decrementAndGet();
      throw busy();
    }
  }

  /** Returns how many messages are on their way. */
  int underWay() {
    return underWay.get();
  }

  /** Gives up what is on its way. Doing so twice is harmless. */
  @Override
  public void close() {
    thread.shutdownNow();
    asked.forEach(Errand::cancel);
    client = null;
  }

  /** One message until it is brought or given up; but for the end, of the thread alone. */
  private final class Errand implements Runnable {
    private final Message message;
    private volatile @Nullable CompletableFuture<?> answer;
    private int tries;

    Errand(Message message) {
      this.message = message;
    }

    /** Asks the gateway when its turn comes. */
    @Override
    public void run() {
      waiting.add(this);
      askNext();
    }

    private void ask() {
      tries++;
      try {
        var coming = client().sendAsync(request(message), BodyHandlers.discarding());
        answer = coming;
        asked.add(this);
        if (thread.isShutdown()) {
          cancel();
        }
        var limit = thread.schedule(
            this::cancel, patience.timeout().toNanos(), TimeUnit.NANOSECONDS);
        var unused = coming.whenCompleteAsync((response, fault) -> {
          limit.cancel(false);
          asked.remove(this);
          goOn(response, fault);
          askNext();
        }, thread);
      } catch (RuntimeException e) {
        giveUp(e.getClass().getSimpleName());
      }
    }

    private void cancel() {
      var coming = answer;
      if (coming != null) {
        coming.cancel(true);
      }
    }

    private void goOn(@Nullable HttpResponse<?> response, @Nullable Throwable fault) {
      if (response == null) {
        var cause = fault instanceof CompletionException ? fault.getCause() : fault;
        boolean late = cause instanceof CancellationException;
        failed(late ? "no answer in time" : name(cause), late || cause instanceof IOException);
      } else if (response.statusCode() / 100 == 2) {
        underWay.decrementAndGet();
      } else {
        int status = response.statusCode();
        failed("status " + status, status == 429 || status >= 500);
      }
    }

    private void failed(String reason, boolean passing) {
      if (passing && tries <= patience.pauses().size()) {
        var pause = patience.pauses().get(tries - 1);
        var unused = thread.schedule(this, pause.toNanos(), TimeUnit.NANOSECONDS);
      } else {
        giveUp(reason);
      }
    }

    private void giveUp(String reason) {
      LOG.log(Level.WARNING, "The gateway did not take a code for "
          + Masked.mobile(message.mobile()) + ": " + reason + " (try " + tries + ")");
      underWay.decrementAndGet();
    }
  }

  private void askNext() {
    while (asked.size() < MAX_ASKED && !waiting.isEmpty()) {
      waiting.remove().ask();
    }
  }

  private HttpClient client() {
    var made = client;
    if (made == null) {
      made = HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .executor(thread)
          .build();
      client = made;
    }
    return made;
  }

  private HttpRequest request(Message message) {
    var body = Json.object(json -> {
      json.writeStringField("to", message.mobile());
      json.writeStringField("text", message.text());
      json.writeStringField("code", message.code());
    });
    var request = HttpRequest.newBuilder(gateway)
        .header("Content-Type", MediaType.JSON)
        .POST(BodyPublishers.ofByteArray(body));
    if (secret != null) {
      request.header("Authorization", "Bearer " + secret);
    }
    return request.build();
  }

  private static void check(URI gateway, @Nullable String secret) {
    var scheme = gateway.getScheme();
    boolean web = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
    if (!web || gateway.getHost() == null || gateway.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "The gateway must be an http or https URL with a host and without a password");
    }
    if (secret != null && (secret.isEmpty() || !secret.chars().allMatch(c -> c > 32 && c < 127))) {
      throw new IllegalArgumentException(
          "The secret of the gateway must be printable ASCII without spaces");
    }
  }

  private static String name(@Nullable Throwable fault) {
    return fault == null ? "no answer" : fault.getClass().getSimpleName();
  }

  private static Thread daemon(Runnable work) {
    var thread = new Thread(work, "ramtalk-codes");
    thread.setDaemon(true);
    return thread;
  }

  private static RequestRefused busy() {
    return new RequestRefused(503, "busy", "Too many codes are on their way; ask again later");
  }
}
