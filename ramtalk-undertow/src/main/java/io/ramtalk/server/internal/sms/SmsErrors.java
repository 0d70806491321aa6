package io.ramtalk.server.internal.sms;

import io.ramtalk.RamTalkException;
import io.ramtalk.server.internal.http.Call;
import io.ramtalk.server.internal.http.Problems;
import io.ramtalk.server.internal.http.Response;
import io.ramtalk.server.internal.wire.Json;
import io.ramtalk.server.internal.wire.MediaType;
import io.ramtalk.server.internal.wire.ProblemException;
import io.undertow.server.HttpServerExchange;

/** Maps errors of the SMS facade to the provider's error format. */
final class SmsErrors {
  /* The numbers are the provider's: https://www.twilio.com/docs/api/errors */
  private static final String INFO = "https://www.twilio.com/docs/errors/";
  private static final int QUEUE_FULL = 21611;

  private final Problems problems;

  SmsErrors(Problems problems) {
    this.problems = problems;
  }

  /** Runs a step and responds with an error if it is rejected. */
  void guard(Call call, Problems.Step step) throws Exception {
    try {
      step.run();
    } catch (ProblemException | RamTalkException e) {
      respond(call.exchange(), problems.refuser(call).refuse(e));
    }
  }

  private static void respond(HttpServerExchange exchange, Problems.Problem problem) {
    int number = number(problem);
    int status = number == QUEUE_FULL ? 429 : problem.status() == 422 ? 400 : problem.status();
    Response.send(exchange, status, MediaType.JSON, Json.object(json -> {
      json.writeNumberField("code", number);
      json.writeStringField("message", problem.detail());
      json.writeStringField("more_info", INFO + number);
      json.writeNumberField("status", status);
    }));
  }

  private static int number(Problems.Problem problem) {
    return switch (problem.code()) {
      case "sms_to_missing" -> 21604;
      case "sms_to_invalid" -> 21211;
      case "sms_from_missing" -> 21603;
      case "sms_from_invalid" -> 21212;
      case "sms_body_missing" -> 21602;
      case "sms_body_too_long", "text_too_long" -> 21617;
      case "sms_callback_invalid" -> 21609;
      case "sms_account_unknown" -> 20003;
      case "mailbox_full" -> QUEUE_FULL;
      case "verification_invalid" -> 60200;
      case "verification_checks" -> 60202;
      case "verification_sends" -> 60203;
      default -> problem.status() == 400 || problem.status() == 422 ? 20001
          : 20_000 + problem.status();
    };
  }
}
