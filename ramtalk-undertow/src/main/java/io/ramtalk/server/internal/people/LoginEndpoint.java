package io.ramtalk.server.internal.people;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ramtalk.Profile;
import io.ramtalk.server.internal.access.Logins;
import io.ramtalk.server.internal.access.Proxies;
import io.ramtalk.server.internal.http.Bodies;
import io.ramtalk.server.internal.http.Call;
import io.ramtalk.server.internal.http.Response;
import io.ramtalk.server.internal.wire.MessengerJson;
import java.io.IOException;

/**
 * {@code /login} and {@code /logins}: exchanges a one-time code for a token, revokes tokens, and
 * lists and ends the logins of a user.
 */
public final class LoginEndpoint {
  private static final Bodies.Bound BOUND = Bodies.Bound.of(4 << 10);

  private final Logins logins;
  private final Bodies bodies;
  private final Proxies proxies;

  public LoginEndpoint(Logins logins, Bodies bodies, Proxies proxies) {
    this.logins = logins;
    this.bodies = bodies;
    this.proxies = proxies;
  }

  /** Handles {@code POST}; registers the number if it is new. */
  public void logIn(Call call) throws Exception {
    var exchange = call.exchange();
    bodies.readFields(call, BOUND, fields -> {
      var name = fields.text("name");
      var profile = new Profile(fields.requiredMobile("mobile"), name == null ? "" : name, null);
      var in = logins.logIn(proxies.client(exchange), profile, fields.required("code"));
      Response.json(exchange, json -> write(json, in));
    });
  }

  /** Handles {@code DELETE}; closes the live connections of the token. */
  public void logOut(Call call) {
    var session = call.caller().session();
    if (session != null) {
      logins.logOut(session);
    }
    loggedOut(call);
  }

  /** Responds to {@code GET} with the logins of the caller, oldest first. */
  public void list(Call call) {
    var all = logins.of(call.caller());
    Response.json(call.exchange(), json -> {
      json.writeArrayFieldStart("logins");
      for (var login : all) {
        json.writeStartObject();
        json.writeStringField("id", login.id());
        MessengerJson.time(json, "created_at", login.created());
        MessengerJson.time(json, "last_used_at", login.used());
        MessengerJson.time(json, "expires_at", login.end());
        json.writeBooleanField("current", login.isCurrent());
        json.writeEndObject();
      }
      json.writeEndArray();
    });
  }

  /** Handles {@code DELETE} of all logins of the caller. */
  public void logOutEverywhere(Call call) {
    logins.logOutEverywhere(call.caller());
    loggedOut(call);
  }

  /** Handles {@code DELETE} of one login of the caller. */
  public void logOutOne(Call call) {
    logins.logOut(call.caller(), call.id());
    loggedOut(call);
  }

  private static void loggedOut(Call call) {
    Response.json(call.exchange(), json -> json.writeStringField("status", "logged_out"));
  }

  /** Writes the members of a successful login, without braces. */
  static void write(JsonGenerator json, Logins.LoggedIn in) throws IOException {
    MessengerJson.signUp(json, in.signUp());
    json.writeStringField("token", in.token().token());
    MessengerJson.time(json, "expires_at", in.token().end());
  }
}
