package io.ramtalk.server;

import java.util.Locale;

/** {@code GET /livez}: this process answers, and says how one gets in. */
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
