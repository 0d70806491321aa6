package io.ramtalk.server.internal.live;

import io.ramtalk.Draft;
import io.ramtalk.RamTalkException;
import io.ramtalk.UserId;
import io.ramtalk.UserNotFound.Role;
import io.ramtalk.server.internal.access.Identity;
import io.ramtalk.server.internal.http.Problems;
import io.ramtalk.server.internal.mail.Drafts;
import io.ramtalk.server.internal.mail.MessageSender;
import io.ramtalk.server.internal.mail.SendEndpoint;
import io.ramtalk.server.internal.wire.Ids;
import io.ramtalk.server.internal.wire.JsonFields;
import io.ramtalk.server.internal.wire.ProblemException;
import org.jspecify.annotations.Nullable;

/** Executes the commands of a WebSocket's client: send, acknowledge, release, mark as read. */
final class SocketReader extends MessageReader {
  private final WebSocketTransport transport;
  private final LiveSession session;
  private final MessageSender messageSender;
  private final Client client;

  SocketReader(WebSocketTransport transport, LiveSession session, MessageSender messageSender,
      Client client) {
    super(transport, messageSender.messenger().operations().budget(),
        SendEndpoint.maxBodyBytes(messageSender.messenger().limits()));
    this.transport = transport;
    this.session = session;
    this.messageSender = messageSender;
    this.client = client;
  }

  /** The caller, the user of the socket, and the mapper of errors. */
  record Client(Identity caller, UserId user, Problems.Refuser refuser) {}

  @Override
  void take(byte[] text, Runnable release) {
    var executor = transport.executor();
    if (!executor.mayBlock()) {
      obey(text, release);
      return;
    }
    var channel = transport.channel();
    channel.suspendReceives();
    executor.execute(() -> {
      obey(text, release);
      if (!session.isPaused()) {
        executor.onIoThread(channel::resumeReceives);
      }
    });
  }

  private void obey(byte[] text, Runnable release) {
    String ref = null;
    try {
      var fields = JsonFields.parse(text);
      ref = fields.text("ref");
      obey(fields, ref);
    } catch (ProblemException | RamTalkException e) {
      session.reply(LiveFrames.error(ref, client.refuser().refuse(e)));
    } finally {
      release.run();
    }
  }

  private void obey(JsonFields fields, @Nullable String ref) {
    switch (fields.required("type")) {
      case "send" -> session.reply(
          LiveFrames.sent(ref, messageSender.send(client.caller(), draft(fields))));
      case "ack" -> session.connection().acknowledge(Ids.requiredMessages(fields));
      case "release" -> session.connection().release(Ids.requiredMessages(fields));
      case "read" -> messageSender.messenger().read(client.user(),
          messageSender.users().find(client.caller(), fields.required("from_id"), Role.SENDER),
          Ids.requiredMessages(fields));
      default -> throw new ProblemException(422, "frame_type_unknown",
          "type must be send, ack, release or read");
    }
  }

  /** Reads a message; its sender is always the socket's user, so from_id is optional. */
  private Draft draft(JsonFields fields) {
    var from = fields.text("from_id");
    if (from != null
        && !client.user().equals(messageSender.users().findSender(client.caller(), from))) {
      throw new ProblemException(403, "sender_not_allowed", "from_id must be the socket's user");
    }
    return Drafts.read(fields, client.caller(), messageSender.users(), client.user());
  }
}
