package io.ramtalk.server.internal.access;

import io.ramtalk.server.CodeDelivery;
import io.ramtalk.server.internal.wire.Json;
import io.ramtalk.server.internal.wire.Masked;
import io.ramtalk.server.internal.wire.MediaType;
import io.ramtalk.server.internal.wire.ProblemException;
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
 * Delivers codes to an SMS gateway: POSTs {@code {"to","text","code"}} to its URL. An attempt with
 * a temporary failure (no connection, timeout, 429, 5xx) is retried after a pause. Any other
 * response except 2xx is final, and redirects are not followed.
 *
 * <p><b>Threads:</b> any number may call deliver; one separate thread does the work and never
 * blocks.
 */
public final class WebhookDelivery implements CodeDelivery, AutoCloseable {
  /* Everything about a message happens on one thread, which the JDK's client uses too: that is
   * enough for messages of a hundred bytes. The thread creates the client with the first message,
   * since loading it would delay the caller too long. Few connections to the gateway are kept open,
   * or a burst would spend its time on handshakes. The client's own timeout ends with the head of a
   * response, so a separate timer covers the body as well.
   *
   * The message of an exception may quote the URL, which may contain a secret: the log has its type
   * only. */
  static final Duration TIMEOUT = Duration.ofSeconds(5);
  static final List<Duration> PAUSES = List.of(Duration.ofSeconds(1), Duration.ofSeconds(3));

  /** Maximum number of messages in progress. */
  static final int MAX_UNDER_WAY = 1_000;

  /** Maximum number of concurrent requests to the gateway. */
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
   * Creates a delivery to a gateway, with an optional bearer token.
   *
   * @throws IllegalArgumentException if the URL is not http or https, or the token is not valid in
   *     a header
   */
  public WebhookDelivery(URI gateway, @Nullable String secret) {
    this(gateway, secret, new Patience(TIMEOUT, PAUSES));
  }

  public WebhookDelivery(URI gateway, @Nullable String secret, Patience patience) {
    check(gateway, secret);
    this.gateway = gateway;
    this.secret = secret;
    this.patience = patience;
    thread = new ScheduledThreadPoolExecutor(1, WebhookDelivery::daemon);
    thread.setRemoveOnCancelPolicy(true);
  }

  /** The timeout of an attempt, and the pauses between attempts. */
  record Patience(Duration timeout, List<Duration> pauses) {}

  /**
   * Starts the delivery of a code.
   *
   * @throws ProblemException 503 {@code busy} if {@value #MAX_UNDER_WAY} messages are in progress,
   *     or the delivery is closed
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

  /** Returns the number of messages in progress. */
  int underWay() {
    return underWay.get();
  }

  /** Abandons all messages in progress. Repeated calls have no effect. */
  @Override
  public void close() {
    thread.shutdownNow();
    asked.forEach(Errand::cancel);
    client = null;
  }

  /** A message until it is delivered or abandoned; confined to the thread except for its end. */
  private final class Errand implements Runnable {
    private final Message message;
    private volatile @Nullable CompletableFuture<?> response;
    private int tries;

    Errand(Message message) {
      this.message = message;
    }

    /** Sends the message when its turn comes. */
    @Override
    public void run() {
      waiting.add(this);
      askNext();
    }

    private void ask() {
      tries++;
      try {
        var coming = client().sendAsync(request(message), BodyHandlers.discarding());
        response = coming;
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
      var coming = response;
      if (coming != null) {
        coming.cancel(true);
      }
    }

    private void goOn(@Nullable HttpResponse<?> response, @Nullable Throwable fault) {
      if (response == null) {
        var cause = fault instanceof CompletionException ? fault.getCause() : fault;
        boolean late = cause instanceof CancellationException;
        failed(late ? "timeout" : name(cause), late || cause instanceof IOException);
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
      LOG.log(Level.WARNING, "The gateway did not accept a code for "
          + Masked.mobile(message.mobile()) + ": " + reason + " (attempt " + tries + ")");
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
          "The token of the gateway must be printable ASCII without spaces");
    }
  }

  private static String name(@Nullable Throwable fault) {
    return fault == null ? "no response" : fault.getClass().getSimpleName();
  }

  private static Thread daemon(Runnable work) {
    var thread = new Thread(work, "ramtalk-codes");
    thread.setDaemon(true);
    return thread;
  }

  private static ProblemException busy() {
    return new ProblemException(503, "busy", "Too many codes are being delivered; retry later");
  }
}
