package io.ramtalk.server.internal.people;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.ramtalk.UserId;
import io.ramtalk.UserPresence;
import io.ramtalk.server.internal.access.Identity;
import io.ramtalk.server.internal.http.Call;
import io.ramtalk.server.internal.http.Response;
import io.ramtalk.server.internal.wire.Json;
import io.ramtalk.server.internal.wire.MessengerJson;
import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Methods;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;

/** Writes a list of users, one piece at a time, as fast as its client reads. */
final class UsersStream implements Runnable, IoCallback {
  /* The next piece is produced after the previous one has been sent, in the same buffer, so a list
   * of any length takes the memory of one piece. Between two pieces the I/O thread serves its other
   * connections, so a fast reader of a long list delays no one. Pieces of half this size cost a
   * third more time in the kernel. */
  private static final int PIECE_BYTES = 36 << 10;

  /** Memory of a list while it is written: a piece, and the buffers of Jackson and the exchange. */
  static final int BYTES = PIECE_BYTES + (26 << 10);

  private final Call call;
  private final HttpServerExchange exchange;
  private final Identity caller;
  private final Iterator<UserPresence> users;
  private final Piece piece = new Piece();
  private final JsonGenerator json;
  private boolean ended;

  UsersStream(Call call, Iterator<UserPresence> users) throws IOException {
    this.call = call;
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
      Response.write(exchange, piece.content(), ended ? IoCallback.END_EXCHANGE : this);
    } catch (IOException | RuntimeException e) {
      Response.cut(exchange);
    }
  }

  @Override
  public void onComplete(HttpServerExchange sent, Sender sender) {
    if (exchange.getRequestMethod().equals(Methods.HEAD)) {
      exchange.endExchange(); // a HEAD response has no body
    } else {
      call.execute(this);
    }
  }

  @Override
  public void onException(HttpServerExchange failed, Sender sender, IOException e) {
    Response.cut(exchange);
  }

  private void write(UserPresence listed) throws IOException {
    var user = listed.user();
    json.writeFieldName(new IdName(user.id()));
    json.writeStartObject();
    MessengerJson.listed(json, user, caller.mobileOf(user));
    MessengerJson.presence(json, listed.presence());
    json.writeEndObject();
  }

  /** The buffer of the current piece. */
  private static final class Piece extends ByteArrayOutputStream {
    Piece() {
      super(PIECE_BYTES + 1024);
    }

    int length() {
      return count;
    }

    /** Returns the written bytes; they are valid until the next reset. */
    ByteBuffer content() {
      return ByteBuffer.wrap(buf, 0, count);
    }
  }

  /** A user id as a JSON name, written without a scan for characters to escape. */
  private static final class IdName extends SerializedString {
    /* Jackson scans other variable names for characters to escape, one by one; in a list of users
     * that took a tenth of the time. */
    private static final long serialVersionUID = 1L;

    IdName(UserId user) {
      super(user.toString());
    }

    @Override
    @SuppressWarnings("deprecation") // takes the low byte of each character; the id is ASCII
    public int appendQuotedUTF8(byte[] buffer, int offset) {
      int length = getValue().length();
      if (length > buffer.length - offset) {
        return -1;
      }
      getValue().getBytes(0, length, buffer, offset);
      return length;
    }
  }
}
