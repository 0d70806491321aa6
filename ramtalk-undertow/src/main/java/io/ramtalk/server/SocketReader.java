package io.ramtalk.server;

import io.ramtalk.Draft;
import io.ramtalk.RamTalkException;
import io.ramtalk.UserId;
import io.ramtalk.UserNotFound.Role;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.StreamSourceFrameChannel;
import io.undertow.websockets.core.WebSocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListeners;

/** Does what the client of a WebSocket says: send, acknowledge, release, mark as read. */
final class SocketReader extends AbstractReceiveListener {
  private static final int UNSUPPORTED_DATA = 1003;

  private final Posting posting;
  private final Problems.Refuser refuser;
  private final Identity caller;
  private final UserId user;
  private final LiveFeed feed;

  SocketReader(
      Posting posting, Problems.Refuser refuser, Identity caller, UserId user, LiveFeed feed) {
    this.posting = posting;
    this.refuser = refuser;
    this.caller = caller;
    this.user = user;
    this.feed = feed;
  }

  @Override
  protected long getMaxTextBufferSize() {
    return SendEndpoint.maxBodyBytes(posting.messenger().limits());
  }

  /** Refuses a binary message at its first byte, whatever its length, and reads over the rest. */
  @Override
  protected void onBinary(WebSocketChannel channel, StreamSourceFrameChannel frame) {
    feed.door().close(UNSUPPORTED_DATA, "Frames are JSON texts");
    frame.getReadSetter().set(ChannelListeners.drainListener(Long.MAX_VALUE, null, null));
    frame.resumeReads();
  }

  @Override
  protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
    var turns = feed.door().turns();
    if (!turns.areElsewhere()) {
      take(message.getData());
      return;
    }
    channel.suspendReceives();
    turns.later(() -> {
      try {
        take(message.getData());
      } finally {
        if (!feed.isPaused()) {
          turns.atDoor(channel::resumeReceives);
        }
      }
    });
  }

  private void take(String text) {
    String ref = null;
    try {
      var fields = JsonFields.parse(text.getBytes(StandardCharsets.UTF_8));
      ref = fields.text("ref");
      obey(fields, ref);
    } catch (RequestRefused | RamTalkException e) {
      feed.reply(LiveFrames.error(ref, refuser.refuse(e)));
    }
  }

  private void obey(JsonFields fields, @Nullable String ref) {
    switch (fields.required("type")) {
      case "send" -> feed.reply(
          LiveFrames.sent(ref, posting.send(caller, draft(fields))));
      case "ack" -> feed.connection().acknowledge(Ids.requiredMessages(fields));
      case "release" -> feed.connection().release(Ids.requiredMessages(fields));
      case "read" -> posting.messenger().read(user,
          posting.users().find(caller, fields.required("from_id"), Role.SENDER),
          Ids.requiredMessages(fields));
      default -> throw new RequestRefused(422, "frame_type_unknown",
          "type must be send, ack, release or read");
    }
  }

  /** A socket sends as its own user; saying so is not needed. */
  private Draft draft(JsonFields fields) {
    var from = fields.text("from_id");
    if (from != null && !user.equals(posting.users().findSender(caller, from))) {
      throw new RequestRefused(403, "sender_not_allowed", "from_id is not the socket's user");
    }
    return Drafts.read(fields, caller, posting.users(), user);
  }
}
