package io.ramtalk.server.internal.sms;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ramtalk.server.internal.http.Bodies;
import io.ramtalk.server.internal.http.Call;
import io.ramtalk.server.internal.http.Response;
import io.ramtalk.server.internal.wire.Escapes;
import io.ramtalk.server.internal.wire.Fields;
import io.ramtalk.server.internal.wire.Json;
import io.ramtalk.server.internal.wire.MediaType;
import io.ramtalk.server.internal.wire.ProblemException;
import io.ramtalk.server.internal.wire.UrlencodedForm;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The provider's verification resource (https://www.twilio.com/docs/verify/api/verification): start
 * and check.
 */
final class VerifyEndpoint {
  static final String START = "/v2/Services/{id}/Verifications";
  static final String CHECK = "/v2/Services/{id}/VerificationCheck";

  private static final Bodies.Bound BOUND = Bodies.Bound.of(4 << 10);
  private static final Pattern CODE = Pattern.compile("[0-9A-Za-z]{4,10}");
  private static final Pattern SERVICE = Pattern.compile("[0-9A-Za-z]{1,64}");
  private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{1,30}");

  private final SmsProvider provider;
  private final Bodies bodies;
  private final SmsErrors errors;

  VerifyEndpoint(SmsProvider provider, Bodies bodies) {
    this.provider = provider;
    this.bodies = bodies;
    errors = new SmsErrors(bodies.problems());
  }

  /** Handles {@code POST} of a verification: sends a code. */
  void start(Call call) throws Exception {
    respond(call, (account, fields) -> {
      var key = new Verifications.Key(service(call), mobile(fields));
      if (!"sms".equals(fields.text("Channel"))) {
        throw invalid("Channel");
      }
      var name = optional(fields, "CustomFriendlyName", NAME);
      var verification = provider.verifications().start(
          key, optional(fields, "CustomCode", CODE), provider.now());
      provider.sendCode(verification, name == null ? key.service() : name,
          "Your " + (name == null ? "" : name + " ") + "verification code is: "
              + verification.code());
      Response.send(call.exchange(), 201, MediaType.JSON, Json.object(json -> {
        write(json, account, verification, "pending");
        json.writeObjectFieldStart("lookup");
        json.writeEndObject();
        writeAttempts(json, verification);
        json.writeStringField("url", "https://verify.twilio.com/v2/Services/" + key.service()
            + "/Verifications/" + verification.sid());
      }));
    });
  }

  /** Handles {@code POST} of a check: compares a code. */
  void check(Call call) throws Exception {
    respond(call, (account, fields) -> {
      var code = fields.text("Code");
      if (code == null || !CODE.matcher(code).matches()) {
        throw invalid("Code");
      }
      var key = key(service(call), fields);
      var check = key == null ? null : provider.verifications().check(key, code);
      if (check == null) {
        throw new ProblemException(404, "sms_not_found", "The requested resource "
            + Escapes.line(call.exchange().getRelativePath()) + " was not found");
      }
      Response.json(call.exchange(), json ->
          write(json, account, check.verification(), check.isApproved() ? "approved" : "pending"));
    });
  }

  /** A step that handles a form. */
  private interface Work {
    void run(SmsAccount account, Fields fields) throws Exception;
  }

  private void respond(Call call, Work work) throws Exception {
    HttpServerExchange exchange = call.exchange();
    errors.guard(call, () -> {
      var account = SmsAccount.of(exchange, provider.account());
      bodies.read(call, BOUND, body -> errors.guard(
          call, () -> work.run(account, UrlencodedForm.parse(body))));
    });
  }

  private Verifications.@Nullable Key key(String service, Fields fields) {
    var sid = fields.text("VerificationSid");
    return sid != null ? provider.verifications().find(service, sid)
        : new Verifications.Key(service, mobile(fields));
  }

  private static String service(Call call) {
    if (!SERVICE.matcher(call.id()).matches()) {
      throw new ProblemException(404, "sms_not_found", "Service not found");
    }
    return call.id();
  }

  private String mobile(Fields fields) {
    var to = fields.mobile("To");
    var mobile = to == null ? null : provider.phones().mobile(to);
    if (mobile == null) {
      throw invalid("To");
    }
    return mobile.canonical();
  }

  private static @Nullable String optional(Fields fields, String name, Pattern pattern) {
    var value = fields.text(name);
    if (value != null && !pattern.matcher(value).matches()) {
      throw invalid(name);
    }
    return value;
  }

  private static ProblemException invalid(String name) {
    return new ProblemException(400, "verification_invalid", "Invalid parameter `" + name + "`");
  }

  private void write(JsonGenerator json, SmsAccount account,
      Verifications.Verification verification, String status) throws IOException {
    json.writeStringField("sid", verification.sid());
    json.writeStringField("service_sid", verification.key().service());
    json.writeStringField("account_sid", account.sid());
    json.writeStringField("to", verification.key().mobile());
    json.writeStringField("channel", "sms");
    json.writeStringField("status", status);
    json.writeBooleanField("valid", status.equals("approved"));
    json.writeStringField("amount", null);
    json.writeStringField("payee", null);
    var created = verification.sent().get(0).truncatedTo(ChronoUnit.SECONDS);
    json.writeStringField("date_created", created.toString());
    json.writeStringField(
        "date_updated", provider.now().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  private static void writeAttempts(JsonGenerator json, Verifications.Verification verification)
      throws IOException {
    json.writeArrayFieldStart("send_code_attempts");
    for (var time : verification.sent()) {
      json.writeStartObject();
      json.writeStringField("time", time.truncatedTo(ChronoUnit.SECONDS).toString());
      json.writeStringField("channel", "SMS");
      json.writeStringField("attempt_sid", null);
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
