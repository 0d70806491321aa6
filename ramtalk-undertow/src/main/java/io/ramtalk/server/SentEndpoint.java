package io.ramtalk.server;

import io.ramtalk.MessageId;
import io.ramtalk.RamTalk;

/**
 * {@code GET /sent/{id}}: returns the receipts of a sender's latest messages, or of one of them.
 */
final class SentEndpoint implements Endpoint {
  private final RamTalk talk;

  SentEndpoint(RamTalk talk) {
    this.talk = talk;
  }

  @Override
  public void answer(Call call) {
    var exchange = call.exchange();
    var sender = call.user();
    var message = Query.text(exchange, "message_id");
    if (message == null) {
      var receipts = talk.sent(sender);
      Backlog.take(exchange, Wire.receiptsLength(receipts));
      Answer.json(exchange, json -> Wire.receipts(json, "receipts", receipts));
      return;
    }
    var receipt = talk.receipt(sender, MessageId.parse(message));
    if (receipt.isEmpty()) {
      throw new RequestRefused(404, "receipt_not_found", "No receipt: not one of the last "
          + Plurals.of(talk.limits().receipts(), "message") + " of this sender");
    }
    Answer.json(exchange, json -> Wire.receipt(json, receipt.get()));
  }
}
