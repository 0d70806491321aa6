package io.ramtalk.server.internal.mail;

import io.ramtalk.MessageId;
import io.ramtalk.RamTalk;
import io.ramtalk.server.internal.http.Call;
import io.ramtalk.server.internal.http.Endpoint;
import io.ramtalk.server.internal.http.Response;
import io.ramtalk.server.internal.http.ResponseMemory;
import io.ramtalk.server.internal.wire.MessengerJson;
import io.ramtalk.server.internal.wire.Plurals;
import io.ramtalk.server.internal.wire.ProblemException;
import io.ramtalk.server.internal.wire.Query;

/**
 * {@code GET /sent/{id}}: returns the receipts of a sender's latest messages, or of one of them.
 */
public final class SentEndpoint implements Endpoint {
  private final RamTalk talk;

  public SentEndpoint(RamTalk talk) {
    this.talk = talk;
  }

  @Override
  public void respond(Call call) {
    var exchange = call.exchange();
    var sender = call.user();
    var message = Query.text(exchange, "message_id");
    if (message == null) {
      var receipts = talk.sent(sender);
      ResponseMemory.take(exchange, MessengerJson.receiptsLength(receipts));
      Response.json(exchange, json -> MessengerJson.receipts(json, "receipts", receipts));
      return;
    }
    var receipt = talk.receipt(sender, MessageId.parse(message));
    if (receipt.isEmpty()) {
      throw new ProblemException(404, "receipt_not_found", "No receipt: not one of the last "
          + Plurals.of(talk.limits().receipts(), "message") + " of this sender");
    }
    Response.json(exchange, json -> MessengerJson.receipt(json, receipt.get()));
  }
}
