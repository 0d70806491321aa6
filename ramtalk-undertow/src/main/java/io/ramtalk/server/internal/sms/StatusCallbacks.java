package io.ramtalk.server.internal.sms;

import io.ramtalk.server.internal.access.CallbackTargets;
import io.ramtalk.server.internal.http.LogPause;
import io.ramtalk.server.internal.wire.MediaType;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Reports the delivery status of messages to applications as the SMS provider does: a form by POST,
 * with a signature in {@value #SIGNATURE} that proves its origin
 * (https://www.twilio.com/docs/usage/webhooks/webhooks-security). Calls are not retried.
 *
 * <p><b>Threads:</b> any number. Host names are looked up on a few separate threads, and the JDK's
 * client uses others; all start with the first call.
 */
public final class StatusCallbacks implements AutoCloseable {
  static final String SIGNATURE = "X-Twilio-Signature";

  /** Maximum number of calls in progress; further ones are dropped. */
  static final int MAX_UNDER_WAY = 1_000;

  private static final Logger LOG = System.getLogger(StatusCallbacks.class.getName());
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final String MAC = "HmacSHA1";
  private static final int THREADS = 8;
  private static final int IDLE_SECONDS = 10;

  private final CallbackTargets targets;
  private final ThreadPoolExecutor threads;
  private final LogPause pause = new LogPause();
  private final AtomicInteger underWay = new AtomicInteger();
  private @Nullable HttpClient client;
  private volatile boolean closed;

  /** Creates callbacks that call allowed targets only. */
  public StatusCallbacks(CallbackTargets targets) {
    this.targets = targets;
    threads = new ThreadPoolExecutor(THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(), task -> {
          var thread = new Thread(task, "ramtalk-callback");
          thread.setDaemon(true);
          return thread;
        }, new ThreadPoolExecutor.DiscardPolicy()); // closed
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * A status callback.
   *
   * @param url the URL as the application gave it
   * @param token the secret of the account, used for the signature
   * @param fields the form
   */
  public record Callback(URI url, String token, SortedMap<String, String> fields) {
    private HttpRequest request() {
      return HttpRequest.newBuilder(url).timeout(TIMEOUT)
          .header("Content-Type", MediaType.URLENCODED)
          .header(SIGNATURE, signature(token, url.toString(), fields))
          .POST(BodyPublishers.ofString(fields.entrySet().stream()
              .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
              .collect(Collectors.joining("&"))))
          .build();
    }

    private static String encode(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
  }

  /** Sends the callbacks in order, each after the previous one has succeeded or failed. */
  public void tell(Callback first, Callback... next) {
    var done = send(first);
    for (var callback : next) {
      done = done.thenCompose(nothing -> send(callback));
    }
  }

  /** Returns the signature of a form posted to a URL. */
  static String signature(String token, String url, SortedMap<String, String> fields) {
    var signed = url + fields.entrySet().stream()
        .map(field -> field.getKey() + field.getValue()).collect(Collectors.joining());
    try {
      var mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(key(token), MAC));
      return Base64.getEncoder().encodeToString(
          mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has " + MAC, e);
    }
  }

  /** Returns the number of calls in progress. */
  public int underWay() {
    return underWay.get();
  }

  /** Stops sending callbacks. */
  @Override
  public void close() {
    closed = true;
    threads.shutdown();
  }

  /** Pads an empty key with a zero, as RFC 2104 does for short keys; the JDK rejects empty ones. */
  private static byte[] key(String token) {
    return token.isEmpty() ? new byte[1] : token.getBytes(StandardCharsets.UTF_8);
  }

  private CompletableFuture<Void> send(Callback callback) {
    if (closed || underWay.getAndUpdate(
        count -> Math.min(MAX_UNDER_WAY, count + 1)) == MAX_UNDER_WAY) {
      return CompletableFuture.completedFuture(null);
    }
    var sent = new CompletableFuture<HttpResponse<Void>>();
    threads.execute(() -> post(callback, sent));
    return sent.handle((response, fault) -> {
      underWay.decrementAndGet();
      if (fault != null || response.statusCode() / 100 != 2) {
        log(fault == null ? "status " + response.statusCode() : reason(cause(fault)));
      }
      return null;
    });
  }

  @SuppressWarnings("FutureReturnValueIgnored") // sent receives the outcome
  private void post(Callback callback, CompletableFuture<HttpResponse<Void>> sent) {
    try {
      targets.check(callback.url());
      client().sendAsync(callback.request(), BodyHandlers.discarding())
          .whenComplete((response, fault) -> {
            if (fault == null) {
              sent.complete(response);
            } else {
              sent.completeExceptionally(fault);
            }
          });
    } catch (IOException | RuntimeException e) {
      sent.completeExceptionally(e);
    }
  }

  private void log(String reason) {
    long leftOut = pause.next(TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    if (leftOut >= 0) {
      LOG.log(Level.WARNING,
          "A status callback failed: " + reason + "; left_out=" + leftOut);
    }
  }

  private static String reason(Throwable fault) {
    return fault instanceof CallbackTargets.Rejected ? String.valueOf(fault.getMessage())
        : fault.getClass().getSimpleName();
  }

  private static Throwable cause(Throwable fault) {
    return fault.getCause() == null ? fault : fault.getCause();
  }

  private synchronized HttpClient client() {
    var made = client;
    if (made == null) {
      made = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(TIMEOUT).followRedirects(HttpClient.Redirect.NEVER).build();
      client = made;
    }
    return made;
  }
}
