package io.ramtalk.server;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ramtalk.Presence;
import io.ramtalk.RamTalk;
import io.ramtalk.User;
import io.ramtalk.UserNotFound;
import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;

/** Writes one list of users, a piece at a time, as fast as its client reads. */
final class UsersStream implements Runnable, IoCallback {
  /* The next piece is made when the last one has left, so a list of any length takes the memory
   * of one piece. Between two pieces the I/O thread serves its other connections: a fast reader
   * of a long list holds up nobody. */
  private static final int PIECE_BYTES = 16 << 10;

  /** What a list takes while it is written: the piece that leaves, and the one that is made. */
  static final int BYTES = 2 * PIECE_BYTES + 1024;

  private final HttpServerExchange exchange;
  private final Identity caller;
  private final RamTalk talk;
  private final Iterator<User> users;
  private final ByteArrayOutputStream piece = new ByteArrayOutputStream(PIECE_BYTES + 1024);
  private final JsonGenerator json;
  private boolean ended;

  UsersStream(Call call, RamTalk talk, Iterator<User> users) throws IOException {
    exchange = call.exchange();
    caller = call.caller();
    this.talk = talk;
    this.users = users;
    json = Json.generator(piece);
    json.writeStartObject();
  }

  /** Sends the next piece. */
  @Override
  public void run() {
    try {
      piece.reset();
      while (users.hasNext() && piece.size() < PIECE_BYTES) {
        write(users.next());
        json.flush();
      }
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

  private void write(User user) throws IOException {
    json.writeObjectFieldStart(user.id().toString());
    json.writeStringField("mobile", Wire.mobile(user, caller));
    json.writeStringField("name", user.name());
    Wire.presence(json, presence(user));
    json.writeEndObject();
  }

  /** A user who left since the walk came to it is offline. */
  private Presence presence(User user) {
    try {
      return talk.presence(user.id());
    } catch (UserNotFound gone) {
      return new Presence(false, null);
    }
  }
}
