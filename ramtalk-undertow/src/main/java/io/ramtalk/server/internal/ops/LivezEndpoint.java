package io.ramtalk.server.internal.ops;

import io.ramtalk.server.Access;
import io.ramtalk.server.internal.http.Call;
import io.ramtalk.server.internal.http.Endpoint;
import io.ramtalk.server.internal.http.Response;
import java.util.Locale;

/** {@code GET /livez}: reports that the process is alive, and its access policy. */
public final class LivezEndpoint implements Endpoint {
  private final String access;

  public LivezEndpoint(Access access) {
    this.access = access.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void respond(Call call) {
    Response.json(call.exchange(), json -> {
      json.writeStringField("status", "ok");
      json.writeStringField("access", access);
    });
  }
}
