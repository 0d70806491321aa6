package io.ramtalk.server.internal.people;

import io.ramtalk.server.internal.access.Logins;
import io.ramtalk.server.internal.access.Proxies;
import io.ramtalk.server.internal.http.Bodies;
import io.ramtalk.server.internal.http.Call;
import io.ramtalk.server.internal.http.Endpoint;
import io.ramtalk.server.internal.http.Response;
import io.ramtalk.server.internal.wire.Json;
import io.ramtalk.server.internal.wire.MediaType;

/** {@code POST /otp}: sends a one-time code to a mobile number. */
public final class OtpEndpoint implements Endpoint {
  private static final Bodies.Bound BOUND = Bodies.Bound.of(4 << 10);

  private final Logins logins;
  private final Bodies bodies;
  private final Proxies proxies;

  public OtpEndpoint(Logins logins, Bodies bodies, Proxies proxies) {
    this.logins = logins;
    this.bodies = bodies;
    this.proxies = proxies;
  }

  @Override
  public void respond(Call call) throws Exception {
    var exchange = call.exchange();
    bodies.readFields(call, BOUND, fields -> {
      logins.sendCode(proxies.client(exchange), fields.requiredMobile("mobile"));
      Response.send(exchange, 202, MediaType.JSON,
          Json.object(json -> json.writeStringField("status", "sent")));
    });
  }
}
