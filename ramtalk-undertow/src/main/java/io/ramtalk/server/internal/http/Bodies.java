package io.ramtalk.server.internal.http;

import io.ramtalk.RamBudget;
import io.ramtalk.server.internal.wire.Fields;
import io.ramtalk.server.internal.wire.JsonFields;
import io.ramtalk.server.internal.wire.MediaType;
import io.ramtalk.server.internal.wire.ProblemException;
import io.ramtalk.server.internal.wire.UrlencodedForm;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Reads request bodies into memory, each within its own limit and all within the byte budget. */
public final class Bodies {
  private final Problems problems;
  private final RamBudget budget;
  private final Set<Runnable> open = ConcurrentHashMap.newKeySet();

  public Bodies(Problems problems, RamBudget budget) {
    this.problems = problems;
    this.budget = budget;
  }

  /** Maximum length of a body, and the error for a longer one. */
  public record Bound(int bytes, ProblemException refusal) {
    public static Bound of(int bytes) {
      return new Bound(bytes, new ProblemException(
          413, "body_too_large", "Body exceeds " + bytes + " bytes"));
    }
  }

  /** Receives the whole body. */
  public interface Reader {
    void read(byte[] body) throws Exception;
  }

  /** Calls the reader when the whole body has arrived; rejects a body that is too long. */
  public void read(Call call, Bound bound, Reader reader) throws Exception {
    var exchange = call.exchange();
    MediaType.checkContentEncoding(exchange);
    if (exchange.getRequestContentLength() > bound.bytes()) {
      throw bound.refusal();
    }
    if (BodyLimits.hasArrived(exchange)) {
      reader.read(arrived(exchange));
    } else {
      new RequestBody(call, this, bound, reader).begin();
    }
  }

  /* Such a body fits one buffer and is read before the next one, so it is not counted. */
  private static byte[] arrived(HttpServerExchange exchange) throws IOException {
    var body = ByteBuffer.allocate((int) exchange.getRequestContentLength());
    var channel = exchange.getRequestChannel();
    int count;
    do {
      count = channel.read(body);
    } while (count > 0 && body.hasRemaining());
    return body.array();
  }

  /** Calls the reader with the members of a JSON body; rejects other media types. */
  public void readJson(Call call, Bound bound, JsonReader reader) throws Exception {
    if (!MediaType.of(call.exchange()).equals(MediaType.JSON)) {
      throw MediaType.unsupported(MediaType.JSON);
    }
    read(call, bound, body -> reader.read(JsonFields.parse(body)));
  }

  /** Calls the reader with the members of a JSON body or the fields of a form without files. */
  public void readFields(Call call, Bound bound, FieldsReader reader) throws Exception {
    switch (MediaType.of(call.exchange())) {
      case MediaType.JSON -> read(call, bound, body -> reader.read(JsonFields.parse(body)));
      case MediaType.URLENCODED ->
          read(call, bound, body -> reader.read(UrlencodedForm.parse(body)));
      default -> throw MediaType.unsupported(MediaType.JSON + " or " + MediaType.URLENCODED);
    }
  }

  /** Receives the fields of a body. */
  public interface FieldsReader {
    void read(Fields fields) throws Exception;
  }

  /** Receives the members of a JSON body. */
  public interface JsonReader {
    void read(JsonFields fields) throws Exception;
  }

  /** Calls back once, when the exchange ends or the server stops. */
  public void atEnd(HttpServerExchange exchange, Runnable release) {
    open.add(release);
    exchange.addExchangeCompleteListener((done, next) -> {
      end(release);
      next.proceed();
    });
  }

  /** Releases what is still open at shutdown: Undertow does not report a partly read body. */
  public void close() {
    open.forEach(this::end);
  }

  private void end(Runnable release) {
    if (open.remove(release)) {
      release.run();
    }
  }

  public Problems problems() {
    return problems;
  }

  public RamBudget budget() {
    return budget;
  }
}
