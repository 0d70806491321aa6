package io.ramtalk.server;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ramtalk.Limits;
import io.ramtalk.MailboxFull;
import io.ramtalk.RamTalkException;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Turns every fault into a problem answer (RFC 9457); the one place that knows which status and
 * which sentence a refusal has. The sentences of the first RAMTalk server are kept.
 */
final class Problems {
  private static final String UNNAMED = StatusCodes.getReason(499);
  private static final long DEFAULT_RETRY_AFTER_SECONDS = 1;

  private final Limits limits;
  private final RefusalLog log;
  private final Refusals refusals = new Refusals();

  Problems(Limits limits, RefusalLog log) {
    this.limits = limits;
    this.log = log;
  }

  /**
   * What an answer says of a fault. The limit is the word of the one that was reached, null for
   * none; the seconds are when to try again, 0 if that is no use.
   */
  record Problem(
      int status, String code, String detail, @Nullable String limit, long retryAfterSeconds) {
    Problem(int status, String code, String detail) {
      this(status, code, detail, null, 0);
    }

    Problem {
      if (retryAfterSeconds == 0 && (status == 429 || status == 503)) {
        retryAfterSeconds = DEFAULT_RETRY_AFTER_SECONDS;
      }
    }

    /** Writes what a line or a frame says of a limit, having no header for the seconds. */
    void writeLimit(JsonGenerator json) throws IOException {
      if (limit != null) {
        json.writeStringField("limit", limit);
        json.writeNumberField("retry_after", retryAfterSeconds);
      }
    }
  }

  /** A step of an exchange, which may be refused. */
  interface Step {
    void run() throws Exception;
  }

  /** Logs that a line or a frame is refused, counts that, and returns what is said of it. */
  interface Refuser {
    Problem refuse(RuntimeException refusal);
  }

  /** Runs a step and answers for it if it fails. */
  void guard(HttpServerExchange exchange, Step step) {
    try {
      step.run();
    } catch (RequestRefused | RamTalkException e) {
      answer(exchange, of(e), null);
    } catch (Exception | StackOverflowError e) {
      var problem = new Problem(500, "internal", "Unexpected failure");
      refusals.count(problem);
      answer(exchange, problem, e);
    }
  }

  /** Returns what answers for the lines or frames of a request, also when that is over. */
  Refuser refuser(HttpServerExchange exchange) {
    var request = log.trace(exchange);
    return refusal -> {
      var problem = of(refusal);
      log.refused(request, problem, null);
      return problem;
    };
  }

  /** Returns what is said of a refusal, and counts it. */
  Problem of(RuntimeException refusal) {
    var problem = describe(refusal);
    refusals.count(problem);
    return problem;
  }

  /** Returns how often what was refused. */
  Refusals refusals() {
    return refusals;
  }

  private Problem describe(RuntimeException refusal) {
    if (refusal instanceof RamTalkException e) {
      return new Problem(status(e.code()), e.code(), wellFormed(detail(e)));
    }
    var e = (RequestRefused) refusal;
    return new Problem(e.status(), e.code(), wellFormed(e.getMessage()), e.limit(),
        e.retryAfterSeconds());
  }

  private static int status(String code) {
    return switch (code) {
      case "image_too_large", "mailbox_full" -> 400;
      case "user_not_found", "sender_not_found", "target_not_found" -> 404;
      case "send_in_progress", "send_id_reused" -> 409;
      case "text_too_long" -> 413;
      case "too_many_watches" -> 429;
      case "too_many_users", "ram_exhausted" -> 507;
      case "closed", "not_applied", "outcome_unknown" -> 503;
      default -> 422;
    };
  }

  private String detail(RamTalkException refusal) {
    return switch (refusal.code()) {
      case "image_too_large" -> imageTooLarge(limits);
      case "mailbox_full" -> "User message queue full (max "
          + ((MailboxFull) refusal).capacity() + ")";
      case "user_not_found" -> "User not found";
      case "sender_not_found" -> "Sender not found";
      case "target_not_found" -> "Target user not found";
      default -> String.valueOf(refusal.getMessage());
    };
  }

  static String imageTooLarge(Limits limits) {
    int bytes = limits.imageBytes();
    return "Image exceeds " + (bytes % 1024 == 0 ? bytes / 1024 + "KB" : bytes + " byte")
        + " limit.";
  }

  private void answer(
      HttpServerExchange exchange, Problem problem, @Nullable Throwable fault) {
    var request = log.trace(exchange);
    log.refused(request, problem, fault);
    if (exchange.isResponseStarted()) {
      exchange.endExchange();
      return;
    }
    if (problem.retryAfterSeconds() > 0) {
      exchange.getResponseHeaders().put(Headers.RETRY_AFTER, problem.retryAfterSeconds());
    }
    if (problem.status() == StatusCodes.UNAUTHORIZED) {
      exchange.getResponseHeaders().put(Headers.WWW_AUTHENTICATE, challenge(problem.code()));
    }
    Answer.send(exchange, problem.status(), MediaType.PROBLEM, Json.object(json -> {
      json.writeStringField("type", "about:blank");
      json.writeStringField("title", title(problem.status()));
      json.writeNumberField("status", problem.status());
      json.writeStringField("detail", problem.detail());
      json.writeStringField("code", problem.code());
      if (problem.limit() != null) {
        json.writeStringField("limit", problem.limit());
      }
      json.writeStringField("request_id", request.id());
    }));
  }

  /** Returns what a client is told of a token that it sent, or did not (RFC 6750, section 3). */
  private static String challenge(String code) {
    return code.equals("token_invalid") ? "Bearer error=\"invalid_token\"" : "Bearer";
  }

  /** Returns the name of a status; one without a name counts as the first of its class. */
  static String title(int status) {
    return switch (status) {
      case 421 -> "Misdirected Request"; // Undertow has no name for these.
      case 425 -> "Too Early";
      case 451 -> "Unavailable For Legal Reasons";
      case 506 -> "Variant Also Negotiates";
      default -> {
        var name = StatusCodes.getReason(status);
        yield name.equals(UNNAMED) ? StatusCodes.getReason(status / 100 * 100) : name;
      }
    };
  }

  /** Replaces halves of surrogate pairs, which a fault may quote and no UTF-8 can hold. */
  private static String wellFormed(@Nullable String text) {
    return new String(
        String.valueOf(text).getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
