package io.ramtalk.server.internal.ops;

import io.ramtalk.RamExhausted;
import io.ramtalk.RamTalk;
import io.ramtalk.RamTalkException;
import io.ramtalk.server.ClusterStatus;
import io.ramtalk.server.internal.http.Call;
import io.ramtalk.server.internal.http.Endpoint;
import io.ramtalk.server.internal.http.Problems;
import io.ramtalk.server.internal.http.Response;
import io.ramtalk.server.internal.http.Router;
import io.ramtalk.server.internal.wire.Json;
import io.ramtalk.server.internal.wire.MediaType;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /readyz}: reports whether messages can be sent and received now and the server is not
 * shutting down.
 */
public final class ReadyzEndpoint implements Endpoint {
  /* The self-test runs at most once a second, however many clients ask. */
  public static final String PATH = "/readyz";

  private static final Logger LOG = System.getLogger(ReadyzEndpoint.class.getName());
  private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final String READY = "";
  private static final String BROKEN = "canary";

  private final RamTalk talk;
  private final Problems problems;
  private final @Nullable Supplier<ClusterStatus> cluster;
  private volatile Seen seen = new Seen(READY, System.nanoTime() - KEPT_NANOS);

  public ReadyzEndpoint(
      RamTalk talk, Problems problems, @Nullable Supplier<ClusterStatus> cluster) {
    this.cluster = cluster;
    this.talk = talk;
    this.problems = problems;
  }

  /** The result of a self-test: the reason it failed, or {@code READY}, and its time. */
  private record Seen(String reason, long atNanos) {
    boolean isNew() {
      return System.nanoTime() - atNanos < KEPT_NANOS;
    }
  }

  @Override
  public void respond(Call call) {
    var exchange = call.exchange();
    exchange.dispatch(() -> problems.guard(call, () -> respond(exchange, cluster)));
  }

  private void respond(
      HttpServerExchange exchange, @Nullable Supplier<ClusterStatus> status) {
    if (status == null) {
      respond(exchange, look().reason(), null);
    } else {
      var now = status.get();
      respond(exchange, now.hasQuorum() ? look().reason() : "no_quorum", now);
    }
  }

  private synchronized Seen look() {
    if (!seen.isNew()) {
      seen = new Seen(probe(), System.nanoTime());
    }
    return seen;
  }

  private String probe() {
    try {
      talk.operations().selfTest();
      return READY;
    } catch (RamExhausted e) {
      return READY; // recipients can still make room
    } catch (RamTalkException e) {
      return e.code();
    } catch (RuntimeException e) {
      if (!seen.reason().equals(BROKEN)) {
        LOG.log(Level.ERROR, "The self-test message was not delivered", e);
      }
      return BROKEN;
    }
  }

  /**
   * Returns a handler that responds to readiness checks during shutdown, when the next one is
   * closed.
   */
  public static HttpHandler inFrontOf(HttpHandler next, BooleanSupplier isDraining) {
    return exchange -> {
      if (isDraining.getAsBoolean()
          && Router.withoutSlash(exchange.getRelativePath()).equals(PATH)) {
        respond(exchange, "draining", null);
      } else {
        next.handleRequest(exchange);
      }
    };
  }

  private static void respond(
      HttpServerExchange exchange, String reason, @Nullable ClusterStatus cluster) {
    boolean isReady = reason.equals(READY);
    if (!isReady) {
      exchange.getResponseHeaders().put(Headers.RETRY_AFTER, "1");
    }
    Response.send(exchange, isReady ? 200 : 503, MediaType.JSON, Json.object(json -> {
      json.writeStringField("status", isReady ? "ready" : "not_ready");
      if (!isReady) {
        json.writeStringField("reason", reason);
      }
      if (cluster != null) {
        json.writeObjectFieldStart("cluster");
        json.writeNumberField("members", cluster.members());
        json.writeNumberField("expected", cluster.expected());
        json.writeBooleanField("safe", cluster.isSafe());
        json.writeEndObject();
      }
    }));
  }
}
