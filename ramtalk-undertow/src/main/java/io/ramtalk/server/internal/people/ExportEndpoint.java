package io.ramtalk.server.internal.people;

import io.ramtalk.Export;
import io.ramtalk.RamTalk;
import io.ramtalk.server.internal.http.Call;
import io.ramtalk.server.internal.http.Endpoint;
import io.ramtalk.server.internal.http.RequestPool;
import io.ramtalk.server.internal.http.Response;
import io.ramtalk.server.internal.http.ResponseMemory;
import io.ramtalk.server.internal.wire.MessengerJson;
import io.undertow.util.Headers;
import java.util.Base64;

/** {@code GET /export/{id}}: downloads everything that the server holds about a user. */
public final class ExportEndpoint implements Endpoint {
  private final RamTalk talk;
  private final RequestPool exports;

  public ExportEndpoint(RamTalk talk, RequestPool exports) {
    this.talk = talk;
    this.exports = exports;
  }

  @Override
  public void respond(Call call) {
    var user = call.user();
    exports.dispatch(call, user, () -> respond(call, talk.export(user)));
  }

  private static void respond(Call call, Export export) {
    var exchange = call.exchange();
    var image = export.user().image();
    ResponseMemory.take(exchange, MessengerJson.length(export.mailbox())
        + MessengerJson.receiptsLength(export.sent())
        + (image == null ? 0 : 2 * MessengerJson.length(image)));
    exchange.getResponseHeaders().put(Headers.CONTENT_DISPOSITION,
        "attachment; filename=\"ramtalk-" + export.user().id() + ".json\"");
    Response.json(exchange, json -> {
      MessengerJson.profile(json, export.user(), call.caller().mobileOf(export.user()));
      if (image != null) {
        json.writeStringField("image_data", Base64.getEncoder().encodeToString(image.bytes()));
      }
      MessengerJson.messages(json, export.mailbox());
      MessengerJson.receipts(json, "sent", export.sent());
    });
  }
}
