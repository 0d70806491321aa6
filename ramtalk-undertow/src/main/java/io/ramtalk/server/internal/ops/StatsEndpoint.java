package io.ramtalk.server.internal.ops;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ramtalk.Totals;
import io.ramtalk.server.internal.http.Call;
import io.ramtalk.server.internal.http.Endpoint;
import io.ramtalk.server.internal.http.Response;
import io.ramtalk.server.internal.wire.MessengerJson;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** {@code GET /stats}: the statistics of the server as JSON. */
public final class StatsEndpoint implements Endpoint {
  private final ServerStats stats;

  public StatsEndpoint(ServerStats stats) {
    this.stats = stats;
  }

  @Override
  public void respond(Call call) {
    stats.look(call,
        moment -> Response.json(call.exchange(), json -> write(json, moment)));
  }

  private static void write(JsonGenerator json, ServerStats.Moment moment) throws IOException {
    var usage = moment.usage();
    json.writeStringField("epoch", moment.epoch());
    json.writeNumberField("uptime_seconds", seconds(moment.uptime()));
    json.writeStringField("access", moment.access().name().toLowerCase(Locale.ROOT));
    json.writeNumberField("users", usage.users());
    json.writeObjectFieldStart("mailboxes");
    json.writeNumberField("with_mail", usage.withMail());
    json.writeEndObject();
    json.writeObjectFieldStart("messages");
    json.writeNumberField("waiting", usage.waiting());
    json.writeNumberField("leased", usage.leased());
    json.writeNumberField("oldest_seconds", seconds(usage.oldest()));
    json.writeEndObject();
    totals(json, moment.totals());
    numbers(json, "refused", moment.refused());
    connections(json, moment.connections());
    bytes(json, moment);
    json.writeObjectFieldStart("heap");
    json.writeNumberField("used", moment.bytes().heapUsed());
    json.writeNumberField("max", moment.bytes().heapMax());
    json.writeEndObject();
    MessengerJson.time(json, "counted_at", usage.at());
  }

  private static void totals(JsonGenerator json, Totals totals) throws IOException {
    json.writeObjectFieldStart("totals");
    json.writeNumberField("sent", totals.sent());
    json.writeNumberField("delivered", totals.delivered());
    json.writeNumberField("acknowledged", totals.acknowledged());
    json.writeNumberField("redelivered", totals.redelivered());
    json.writeNumberField("expired", totals.expired());
    json.writeNumberField("dropped", totals.dropped());
    json.writeNumberField("deleted", totals.deleted());
    json.writeEndObject();
  }

  private static void connections(JsonGenerator json, ServerStats.Connections connections)
      throws IOException {
    json.writeObjectFieldStart("connections");
    json.writeNumberField("http", connections.http());
    json.writeNumberField("websocket", connections.webSocket());
    json.writeNumberField("stream", connections.stream());
    json.writeNumberField("long_poll", connections.longPoll());
    json.writeEndObject();
  }

  private static void bytes(JsonGenerator json, ServerStats.Moment moment) throws IOException {
    var bytes = moment.bytes();
    var held = moment.usage().bytes();
    json.writeObjectFieldStart("bytes");
    json.writeNumberField("budget", bytes.budget());
    json.writeNumberField("used", bytes.used());
    json.writeNumberField("users", held.users());
    json.writeNumberField("images", held.images());
    json.writeNumberField("messages", held.messages());
    json.writeNumberField("leases", held.leases());
    json.writeNumberField("receipts", held.receipts());
    json.writeNumberField("logins", bytes.logins());
    json.writeNumberField("in_flight", bytes.inFlight());
    json.writeEndObject();
  }

  private static void numbers(JsonGenerator json, String name, Map<String, Long> numbers)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (var entry : numbers.entrySet()) {
      json.writeNumberField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1_000.0;
  }
}
