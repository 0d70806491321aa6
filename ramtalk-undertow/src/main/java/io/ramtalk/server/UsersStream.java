package io.ramtalk.server;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ramtalk.Listed;
import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Methods;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;

/** Writes one list of users, a piece at a time, as fast as its client reads. */
final class UsersStream implements Runnable, IoCallback {
  /* The next piece is made when the last one has left, in the same place, so a list of any length
   * takes the memory of one piece. Between two pieces the I/O thread serves its other connections:
   * a fast reader of a long list holds up nobody. Pieces of half this size cost the kernel a third
   * more. */
  private static final int PIECE_BYTES = 36 << 10;

  /** What a list takes while it is written: a piece, what Jackson and the exchange take. */
  static final int BYTES = PIECE_BYTES + (26 << 10);

  private final HttpServerExchange exchange;
  private final Identity caller;
  private final Iterator<Listed> users;
  private final Piece piece = new Piece();
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
      caller.requireStillLoggedIn();
      piece.reset();
      while (users.hasNext() && piece.length() + json.getOutputBuffered() < PIECE_BYTES) {
        write(users.next());
      }
      json.flush();
      if (!users.hasNext()) {
        json.writeEndObject();
        json.close();
        ended = true;
      }
      Answer.write(exchange, piece.content(), ended ? IoCallback.END_EXCHANGE : this);
    } catch (IOException | RuntimeException e) {
      Answer.cut(exchange);
    }
  }

  @Override
  public void onComplete(HttpServerExchange sent, Sender sender) {
    if (exchange.getRequestMethod().equals(Methods.HEAD)) {
      exchange.endExchange(); // Its head has left; nobody reads the rest.
    } else {
      Workers.later(exchange, this);
    }
  }

  @Override
  public void onException(HttpServerExchange failed, Sender sender, IOException e) {
    Answer.cut(exchange);
  }

  private void write(Listed listed) throws IOException {
    var user = listed.user();
    json.writeFieldName(new UserIdName(user.id()));
    json.writeStartObject();
    Wire.listed(json, user, caller.mobileOf(user));
    Wire.presence(json, listed.presence());
    json.writeEndObject();
  }

  /** What is written until it leaves. */
  private static final class Piece extends ByteArrayOutputStream {
    Piece() {
      super(PIECE_BYTES + 1024);
    }

    int length() {
      return count;
    }

    /** Returns what was written; the next reset gives its place to something else. */
    ByteBuffer content() {
      return ByteBuffer.wrap(buf, 0, count);
    }
  }
}
