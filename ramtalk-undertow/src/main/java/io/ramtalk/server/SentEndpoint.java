package io.ramtalk.server;

import io.ramtalk.MessageId;
import io.ramtalk.RamTalk;

/** {@code GET /sent/{id}}: what became of the latest messages of a sender, or of one of them. */
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
      throw new RequestRefused(404, "receipt_not_found", "Not one of the last "
          + Plurals.of(talk.limits().receipts(), "message") + " of this sender");
    }
    Answer.json(exchange, json -> Wire.receipt(json, receipt.get()));
  }
}
