package io.ramtalk.server;

import io.ramtalk.Limits;
import io.ramtalk.MailboxFull;
import io.ramtalk.RamTalkException;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.StatusCodes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;

/**
 * Turns every fault into a problem answer (RFC 9457); the one place that knows which status and
 * which sentence a refusal has. The sentences of the first RAMTalk server are kept.
 */
final class Problems {
  private static final Logger LOG = System.getLogger(Problems.class.getName());

  private final Limits limits;

  Problems(Limits limits) {
    this.limits = limits;
  }

  /** A step of an exchange, which may be refused. */
  interface Step {
    void run() throws Exception;
  }

  /** Runs a step and answers for it if it fails. */
  void guard(HttpServerExchange exchange, Step step) {
    try {
      step.run();
    } catch (RequestRefused e) {
      answer(exchange, e.status(), e.code(), e.getMessage());
    } catch (RamTalkException e) {
      answer(exchange, status(e.code()), e.code(), detail(e));
    } catch (Exception | StackOverflowError e) {
      LOG.log(Level.ERROR, "Unexpected failure of " + exchange.getRequestMethod(), e);
      answer(exchange, 500, "internal", "Unexpected failure");
    }
  }

  private static int status(String code) {
    return switch (code) {
      case "image_too_large", "mailbox_full" -> 400;
      case "user_not_found", "sender_not_found", "target_not_found" -> 404;
      case "text_too_long" -> 413;
      case "too_many_users" -> 507;
      case "closed" -> 503;
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

  private static void answer(
      HttpServerExchange exchange, int status, String code, String detail) {
    if (exchange.isResponseStarted()) {
      exchange.endExchange();
      return;
    }
    Answer.send(exchange, status, MediaType.PROBLEM, Json.bytes(json -> {
      json.writeStartObject();
      json.writeStringField("type", "about:blank");
      json.writeStringField("title", StatusCodes.getReason(status));
      json.writeNumberField("status", status);
      json.writeStringField("detail", wellFormed(detail));
      json.writeStringField("code", code);
      json.writeEndObject();
    }));
  }

  /** Replaces halves of surrogate pairs, which a fault may quote and no UTF-8 can hold. */
  private static String wellFormed(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
