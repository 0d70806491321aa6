package io.ramtalk.server.internal.mail;

import io.ramtalk.Lease;
import io.ramtalk.RamTalk;
import io.ramtalk.Transfer;
import io.ramtalk.UserId;
import io.ramtalk.server.internal.http.Call;
import io.ramtalk.server.internal.http.Continuation;
import io.ramtalk.server.internal.http.Problems;
import io.ramtalk.server.internal.http.Response;
import io.ramtalk.server.internal.http.ResponseMemory;
import io.ramtalk.server.internal.wire.Json;
import io.ramtalk.server.internal.wire.MediaType;
import io.ramtalk.server.internal.wire.MessengerJson;
import io.ramtalk.server.internal.wire.ProblemException;
import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.time.Duration;

/** Delivers messages from a mailbox in a response. */
sealed interface MailResponse {
  /**
   * Responds if there are messages, or in any case if {@code evenIfEmpty}. Reports whether it has
   * responded, during this call or later.
   */
  void deliver(boolean evenIfEmpty, Continuation<Boolean> responded) throws Exception;

  /** The request to respond to, the recipient, and the maximum number of messages. */
  record To(Call call, Problems problems, RamTalk talk, UserId user, int max) {
    HttpServerExchange exchange() {
      return call.exchange();
    }
  }

  /** Delivers leased messages, which the client acknowledges. */
  record OfLease(To to, Duration duration, String leaseId) implements MailResponse {
    @Override
    public void deliver(boolean evenIfEmpty, Continuation<Boolean> responded) throws Exception {
      Continuation.await(to.call(), to.problems(),
          to.talk().delivery().leaseAsync(to.user(), to.max(), duration, leaseId),
          lease -> responded.accept(deliver(lease, evenIfEmpty)));
    }

    private boolean deliver(Lease lease, boolean evenIfEmpty) {
      if (lease.messages().isEmpty() && !evenIfEmpty) {
        return false;
      }
      ResponseMemory.take(to.exchange(), MessengerJson.length(lease.messages()));
      Response.json(to.exchange(), json -> {
        MessengerJson.messages(json, lease.messages());
        json.writeStringField("lease", lease.id());
        MessengerJson.time(json, "lease_until", lease.until());
      });
      return true;
    }
  }

  /**
   * Delivers messages that are deleted once the response has been written and return to the mailbox
   * if writing fails. Written does not mean read: a client that must not lose messages uses a
   * lease.
   */
  record OfTransfer(To to) implements MailResponse {
    @Override
    public void deliver(boolean evenIfEmpty, Continuation<Boolean> responded) throws Exception {
      Continuation.await(to.call(), to.problems(),
          to.talk().delivery().transferAsync(to.user(), to.max()),
          transfer -> responded.accept(deliver(transfer, evenIfEmpty)));
    }

    private boolean deliver(Transfer transfer, boolean evenIfEmpty) {
      if (transfer.messages().isEmpty() && !evenIfEmpty) {
        return false;
      }
      var exchange = to.exchange();
      try {
        ResponseMemory.take(exchange, MessengerJson.length(transfer.messages()));
      } catch (ProblemException e) {
        transfer.rollback();
        throw e;
      }
      var body = Json.object(json -> MessengerJson.messages(json, transfer.messages()));
      Response.head(exchange, MediaType.JSON);
      exchange.setResponseContentLength(body.length);
      new Ending(to.call(), transfer).send(exchange, body);
      return true;
    }
  }

  /** Ends the hand-over when the response ends; the first outcome counts. */
  final class Ending implements IoCallback {
    private final Call call;
    private final Transfer transfer;
    private boolean ended;

    private Ending(Call call, Transfer transfer) {
      this.call = call;
      this.transfer = transfer;
    }

    private void send(HttpServerExchange exchange, byte[] body) {
      exchange.addExchangeCompleteListener((done, next) -> {
        end(false);
        next.proceed();
      });
      Response.write(exchange, body, this);
    }

    @Override
    public void onComplete(HttpServerExchange exchange, Sender sender) {
      end(true);
      IoCallback.END_EXCHANGE.onComplete(exchange, sender);
    }

    @Override
    public void onException(HttpServerExchange exchange, Sender sender, IOException e) {
      end(false);
      IoCallback.END_EXCHANGE.onException(exchange, sender, e);
    }

    private synchronized void end(boolean written) {
      if (!ended) {
        ended = true;
        call.executeNow(written ? transfer::commit : transfer::rollback);
      }
    }
  }
}
