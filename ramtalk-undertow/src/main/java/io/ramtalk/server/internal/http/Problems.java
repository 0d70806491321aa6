package io.ramtalk.server.internal.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ramtalk.Limits;
import io.ramtalk.MailboxFull;
import io.ramtalk.RamTalkException;
import io.ramtalk.server.internal.wire.Json;
import io.ramtalk.server.internal.wire.MediaType;
import io.ramtalk.server.internal.wire.ProblemException;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Maps every error to a problem response (RFC 9457). It is the only place that chooses the status
 * and text of an error. The texts of the first RAMTalk server are kept.
 */
public final class Problems {
  private static final String UNNAMED = StatusCodes.getReason(499);
  private static final long DEFAULT_RETRY_AFTER_SECONDS = 1;

  private final Limits limits;
  private final RefusalLog log;
  private final Refusals refusals = new Refusals();

  public Problems(Limits limits, RefusalLog log) {
    this.limits = limits;
    this.log = log;
  }

  /**
   * The description of an error in a response. The limit is the name of the rate limit that was
   * exceeded, or null. The seconds are the time until a retry makes sense, or 0 if it never does.
   */
  public record Problem(
      int status, String code, String detail, @Nullable String limit, long retryAfterSeconds) {
    public Problem(int status, String code, String detail) {
      this(status, code, detail, null, 0);
    }

    public Problem {
      if (retryAfterSeconds == 0 && (status == 429 || status == 503)) {
        retryAfterSeconds = DEFAULT_RETRY_AFTER_SECONDS;
      }
    }

    /** Writes the limit and its retry time in lines and frames, which have no headers. */
    public void writeLimit(JsonGenerator json) throws IOException {
      if (limit != null) {
        json.writeStringField("limit", limit);
        json.writeNumberField("retry_after", retryAfterSeconds);
      }
    }
  }

  /** A step of an exchange that may be rejected. */
  public interface Step {
    void run() throws Exception;
  }

  /** Logs and counts a rejected line or frame, and returns its description. */
  public interface Refuser {
    Problem refuse(RuntimeException refusal);
  }

  /** Runs a step of a request and sends an error response if it fails. */
  public void guard(Call call, Step step) {
    guard(call.exchange(), () -> log.trace(call), step);
  }

  /** Runs a step of a request without a route, and sends an error response if it fails. */
  public void guard(HttpServerExchange exchange, Step step) {
    guard(exchange, () -> log.trace(exchange), step);
  }

  private void guard(HttpServerExchange exchange, Supplier<RequestTrace> trace, Step step) {
    try {
      step.run();
    } catch (ProblemException | RamTalkException e) {
      respond(exchange, trace.get(), of(e), null);
    } catch (Exception | StackOverflowError e) {
      var problem = new Problem(500, "internal", "Unexpected error; see the log of the server");
      refusals.count(problem);
      respond(exchange, trace.get(), problem, e);
    }
  }

  /**
   * Returns a mapper for the lines or frames of a request that still works after its exchange ends.
   */
  public Refuser refuser(Call call) {
    var request = log.trace(call);
    return refusal -> {
      var problem = of(refusal);
      log.refused(request, problem, null);
      return problem;
    };
  }

  /** Returns the description of a rejection, and counts it. */
  public Problem of(RuntimeException refusal) {
    var problem = describe(refusal);
    refusals.count(problem);
    return problem;
  }

  /** Returns the counts of rejections. */
  public Refusals refusals() {
    return refusals;
  }

  private Problem describe(RuntimeException refusal) {
    if (refusal instanceof RamTalkException e) {
      return new Problem(status(e.code()), e.code(), wellFormed(detail(e)));
    }
    var e = (ProblemException) refusal;
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

  public static String imageTooLarge(Limits limits) {
    int bytes = limits.imageBytes();
    return "Image exceeds " + (bytes % 1024 == 0 ? bytes / 1024 + "KB" : bytes + " byte")
        + " limit.";
  }

  private void respond(HttpServerExchange exchange, RequestTrace request, Problem problem,
      @Nullable Throwable fault) {
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
    Response.send(exchange, problem.status(), MediaType.PROBLEM, Json.object(json -> {
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

  /** Returns the authentication challenge for a missing or invalid token (RFC 6750, section 3). */
  private static String challenge(String code) {
    return code.equals("token_invalid") ? "Bearer error=\"invalid_token\"" : "Bearer";
  }

  /** Returns the name of a status; an unnamed one gets the name of its class. */
  public static String title(int status) {
    return switch (status) {
      case 421 -> "Misdirected Request"; // Undertow lacks names for these.
      case 425 -> "Too Early";
      case 451 -> "Unavailable For Legal Reasons";
      case 506 -> "Variant Also Negotiates";
      default -> {
        var name = StatusCodes.getReason(status);
        yield name.equals(UNNAMED) ? StatusCodes.getReason(status / 100 * 100) : name;
      }
    };
  }

  /** Replaces unpaired surrogates, which an error may quote and UTF-8 cannot encode. */
  private static String wellFormed(@Nullable String text) {
    return new String(
        String.valueOf(text).getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
