package io.ramtalk.server;

import io.ramtalk.RamTalk;
import io.ramtalk.RamTalkException;
import io.undertow.util.Headers;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;

/**
 * {@code GET /readyz}: whether messages can be sent and received now. A server that stops answers
 * 503 to this as to all else.
 */
final class ReadyzEndpoint implements Endpoint {
  /* However many ask, a message goes the way once a second at most. */
  private static final Logger LOG = System.getLogger(ReadyzEndpoint.class.getName());
  private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final String READY = "";

  private final RamTalk talk;
  private final Problems problems;
  private volatile Seen seen = new Seen(READY, System.nanoTime() - KEPT_NANOS);

  ReadyzEndpoint(RamTalk talk, Problems problems) {
    this.talk = talk;
    this.problems = problems;
  }

  /** Why it is not ready, if it is not, and when that was so. */
  private record Seen(String reason, long atNanos) {
    boolean isNew() {
      return System.nanoTime() - atNanos < KEPT_NANOS;
    }
  }

  @Override
  public void answer(Call call) {
    call.exchange().dispatch(() -> problems.guard(call.exchange(), () -> answer(call, look())));
  }

  private synchronized Seen look() {
    if (!seen.isNew()) {
      seen = new Seen(probe(), System.nanoTime());
    }
    return seen;
  }

  private String probe() {
    try {
      talk.probe();
      return READY;
    } catch (RamTalkException e) {
      return e.code();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "A message that tried the way did not arrive", e);
      return "canary";
    }
  }

  private static void answer(Call call, Seen seen) {
    boolean isReady = seen.reason().equals(READY);
    if (!isReady) {
      call.exchange().getResponseHeaders().put(Headers.RETRY_AFTER, "1");
    }
    Answer.send(call.exchange(), isReady ? 200 : 503, MediaType.JSON, Json.object(json -> {
      json.writeStringField("status", isReady ? "ready" : "not_ready");
      if (!isReady) {
        json.writeStringField("reason", seen.reason());
      }
    }));
  }
}
