package io.ramtalk.server;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.ramtalk.Listed;
import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.util.Iterator;

/** Writes one list of users, a piece at a time, as fast as its client reads. */
final class UsersStream implements Runnable, IoCallback {
  /* The next piece is made when the last one has left, so a list of any length takes the memory
   * of one piece. Between two pieces the I/O thread serves its other connections: a fast reader of
   * a long list holds up nobody. A piece of a third of this size costs the kernel as much again. */
  private static final int PIECE_BYTES = 48 << 10;

  /** What a list takes while it is written: two pieces, the generator's buffer and the rest. */
  static final int BYTES = 2 * PIECE_BYTES + (10 << 10);

  private final HttpServerExchange exchange;
  private final Identity caller;
  private final Iterator<Listed> users;
  private final ByteArrayBuilder piece = new ByteArrayBuilder(PIECE_BYTES + 1024);
  private final JsonGenerator json;
  private boolean ended;

  UsersStream(Call call, Iterator<Listed> users) throws IOException {
    exchange = call.exchange();
    caller = call.caller();
    this.users = users;
    json = Json.generator(piece);
    json.writeStartObject();
  }

  /** Sends the next piece. */
  @Override
  public void run() {
    try {
      piece.reset();
      while (users.hasNext() && piece.size() + json.getOutputBuffered() < PIECE_BYTES) {
        write(users.next());
      }
      json.flush();
      if (!users.hasNext()) {
        json.writeEndObject();
        json.close();
        ended = true;
      }
      Answer.write(exchange, piece.toByteArray(), ended ? IoCallback.END_EXCHANGE : this);
    } catch (IOException | RuntimeException e) {
      Answer.cut(exchange);
    }
  }

  @Override
  public void onComplete(HttpServerExchange sent, Sender sender) {
    Workers.later(exchange, this);
  }

  @Override
  public void onException(HttpServerExchange failed, Sender sender, IOException e) {
    Answer.cut(exchange);
  }

  private void write(Listed listed) throws IOException {
    var user = listed.user();
    json.writeFieldName(new PlainText(user.id().toString()));
    json.writeStartObject();
    Wire.listed(json, user, caller);
    Wire.presence(json, listed.presence());
    json.writeEndObject();
  }
}
