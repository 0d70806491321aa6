package io.ramtalk.server;

import io.ramtalk.HandOver;
import io.ramtalk.RamTalk;
import io.ramtalk.UserId;
import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.time.Duration;

/** The way of messages out of a mailbox into an answer. */
sealed interface Delivery {
  /** Answers if there are messages, or if an empty answer is wanted too; true if it answered. */
  boolean deliver(boolean evenIfEmpty);

  /** Whose messages, how many at most, and where they go. */
  record To(HttpServerExchange exchange, RamTalk talk, UserId user, int max) {}

  /** Leased messages: the client acknowledges them. */
  record OfLease(To to, Duration duration, String leaseId) implements Delivery {
    @Override
    public boolean deliver(boolean evenIfEmpty) {
      var lease = to.talk().lease(to.user(), to.max(), duration, leaseId);
      if (lease.messages().isEmpty() && !evenIfEmpty) {
        return false;
      }
      Backlog.take(to.exchange(), Wire.length(lease.messages()));
      Answer.json(to.exchange(), json -> {
        Wire.messages(json, lease.messages());
        json.writeStringField("lease", lease.id());
        Wire.time(json, "lease_until", lease.until());
      });
      return true;
    }
  }

  /**
   * Messages that are deleted when the answer was written, and go back if it could not be. Written
   * is not read: a client that must not lose anything leases.
   */
  record OfHandOver(To to) implements Delivery {
    @Override
    public boolean deliver(boolean evenIfEmpty) {
      var handOver = to.talk().handOver(to.user(), to.max());
      if (handOver.messages().isEmpty() && !evenIfEmpty) {
        return false;
      }
      var exchange = to.exchange();
      try {
        Backlog.take(exchange, Wire.length(handOver.messages()));
      } catch (RequestRefused e) {
        handOver.takeBack();
        throw e;
      }
      var body = Json.object(json -> Wire.messages(json, handOver.messages()));
      Answer.head(exchange, MediaType.JSON);
      exchange.setResponseContentLength(body.length);
      new Ending(handOver).send(exchange, body);
      return true;
    }
  }

  /** Sees how the answer ends, and with it the hand-over; the first to say so counts. */
  final class Ending implements IoCallback {
    private final HandOver handOver;
    private boolean ended;

    private Ending(HandOver handOver) {
      this.handOver = handOver;
    }

    private void send(HttpServerExchange exchange, byte[] body) {
      exchange.addExchangeCompleteListener((done, next) -> {
        end(done, false);
        next.proceed();
      });
      Answer.write(exchange, body, this);
    }

    @Override
    public void onComplete(HttpServerExchange exchange, Sender sender) {
      end(exchange, true);
      IoCallback.END_EXCHANGE.onComplete(exchange, sender);
    }

    @Override
    public void onException(HttpServerExchange exchange, Sender sender, IOException e) {
      end(exchange, false);
      IoCallback.END_EXCHANGE.onException(exchange, sender, e);
    }

    private synchronized void end(HttpServerExchange exchange, boolean written) {
      if (!ended) {
        ended = true;
        Workers.now(exchange, written ? handOver::confirm : handOver::takeBack);
      }
    }
  }
}
