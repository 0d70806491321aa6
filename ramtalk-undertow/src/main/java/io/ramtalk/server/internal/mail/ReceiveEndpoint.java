package io.ramtalk.server.internal.mail;

import io.ramtalk.RamTalk;
import io.ramtalk.server.internal.http.Call;
import io.ramtalk.server.internal.http.Endpoint;
import io.ramtalk.server.internal.wire.Query;
import io.undertow.server.HttpServerExchange;
import java.util.UUID;

/** {@code GET} and {@code POST /receive/{id}}: takes or leases messages, and can wait for them. */
public final class ReceiveEndpoint implements Endpoint {
  private final RamTalk talk;
  private final LongPolls polls;

  public ReceiveEndpoint(RamTalk talk, LongPolls polls) {
    this.talk = talk;
    this.polls = polls;
  }

  @Override
  public void respond(Call call) throws Exception {
    var exchange = call.exchange();
    var user = call.user();
    int max = Query.number(exchange, "max", Integer.MAX_VALUE);
    var wait = LongPolls.waitOf(exchange);
    var delivery = delivery(exchange, new MailResponse.To(call, polls.problems(), talk, user, max));
    if (wait == null) {
      delivery.deliver(true, responded -> { });
    } else {
      polls.start(new LongPolls.Wait(call, user, wait), delivery);
    }
  }

  private static MailResponse delivery(HttpServerExchange exchange, MailResponse.To to) {
    var lease = Query.seconds(exchange, "lease");
    if (lease == null) {
      return new MailResponse.OfTransfer(to);
    }
    var leaseId = Query.text(exchange, "lease_id");
    return new MailResponse.OfLease(
        to, lease, leaseId == null ? UUID.randomUUID().toString() : leaseId);
  }
}
