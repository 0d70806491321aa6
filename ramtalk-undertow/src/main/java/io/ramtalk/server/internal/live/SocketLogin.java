package io.ramtalk.server.internal.live;

import io.ramtalk.RamBudget;
import io.ramtalk.RamTalkException;
import io.ramtalk.server.internal.access.Identity;
import io.ramtalk.server.internal.http.Problems;
import io.ramtalk.server.internal.wire.JsonFields;
import io.ramtalk.server.internal.wire.ProblemException;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.xnio.XnioExecutor;

/**
 * Waits for the frame with which the client of a WebSocket logs in: {@code {"type": "auth",
 * "token": "…"}}.
 *
 * <p><b>Threads:</b> the I/O thread of the socket.
 */
final class SocketLogin extends MessageReader {
  private static final int MAX_FRAME_BYTES = 4 << 10;
  private static final int WAIT_SECONDS = 5;

  private final WebSocketTransport transport;
  private final Function<String, Identity> identities;
  private final Problems.Refuser refuser;
  private final Function<Identity, Runnable> admission;
  private final XnioExecutor.Key timeout;

  private SocketLogin(
      WebSocketTransport transport, Judges judges, Function<Identity, Runnable> admission) {
    super(transport, judges.budget(), MAX_FRAME_BYTES);
    this.transport = transport;
    identities = judges.identities();
    refuser = judges.refuser();
    this.admission = admission;
    timeout = transport.thread().executeAfter(
        () -> refuse("token_missing"), WAIT_SECONDS, TimeUnit.SECONDS);
  }

  /** The token check, the error responses, and the budget that counts the bytes of frames. */
  record Judges(
      Function<String, Identity> identities, Problems.Refuser refuser, RamBudget budget) {}

  /** Waits for the frame; the admission rejects the caller or returns how to continue. */
  static void await(
      WebSocketTransport transport, Judges judges, Function<Identity, Runnable> admission) {
    var channel = transport.channel();
    var listener = new SocketLogin(transport, judges, admission);
    channel.addCloseTask(closed -> listener.timeout.remove());
    channel.getReceiveSetter().set(listener);
    channel.resumeReceives();
  }

  @Override
  void take(byte[] text, Runnable release) {
    release.run();
    if (transport.executor().mayBlock()) {
      transport.channel().suspendReceives();
    }
    transport.executor().executeNow(() -> judge(transport.channel(), text));
  }

  private void judge(WebSocketChannel sender, byte[] text) {
    try {
      var fields = JsonFields.parse(text);
      if (!fields.required("type").equals("auth")) {
        throw new ProblemException(401, "token_missing", "The first frame must have the type auth");
      }
      var next = admission.apply(identities.apply(fields.required("token")));
      timeout.remove();
      sender.suspendReceives();
      next.run();
    } catch (ProblemException | RamTalkException e) {
      var frame = LiveFrames.error(null, refuser.refuse(e));
      WebSockets.sendText(ByteBuffer.wrap(frame.json()), sender, null);
      refuse(refusedBy(e));
    }
  }

  private static String refusedBy(RuntimeException refusal) {
    return refusal instanceof RamTalkException e ? e.code() : ((ProblemException) refusal).code();
  }

  private void refuse(String reason) {
    timeout.remove();
    transport.executor().onIoThread(() -> transport.close(WebSocketTransport.POLICY_VIOLATION,
        reason));
  }
}
