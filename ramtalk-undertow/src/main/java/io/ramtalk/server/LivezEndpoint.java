package io.ramtalk.server;

import java.util.Locale;

/** {@code GET /livez}: reports that the process is alive, and its access policy. */
final class LivezEndpoint implements Endpoint {
  private final String access;

  LivezEndpoint(Access access) {
    this.access = access.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void answer(Call call) {
    Answer.json(call.exchange(), json -> {
      json.writeStringField("status", "ok");
      json.writeStringField("access", access);
    });
  }
}
