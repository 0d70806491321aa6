package io.ramtalk.server.internal.ops;

import io.ramtalk.RamTalk;
import io.ramtalk.Totals;
import io.ramtalk.Usage;
import io.ramtalk.server.Access;
import io.ramtalk.server.internal.http.Call;
import io.ramtalk.server.internal.http.Problems;
import io.ramtalk.server.internal.http.RequestPool;
import io.ramtalk.server.internal.live.EventStreamTransport;
import io.ramtalk.server.internal.live.LiveConnections;
import io.ramtalk.server.internal.live.WebSocketTransport;
import io.ramtalk.server.internal.mail.LongPolls;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The statistics of a server.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> account usage is counted on a separate thread in a
 * walk over all users. The result is reused for twenty times as long as the walk took, so it takes
 * at most a twentieth of a processor.
 */
public final class ServerStats implements AutoCloseable {
  private static final int KEPT_TIMES = 20;

  private final RamTalk talk;
  private final Problems problems;
  private final LongPolls polls;
  private final LiveConnections connections;
  private final Access access;
  private final LongSupplier bytesBesideAccounts;
  private final RequestPool walks;
  private final Instant start;
  private IntSupplier httpConnections = () -> 0;
  private @Nullable Usage usage;
  private long keptUntilNanos;

  public ServerStats(RamTalk talk, Problems problems, LongPolls polls, LiveConnections connections,
      Access access, LongSupplier bytesBesideAccounts) {
    this.talk = talk;
    this.problems = problems;
    this.polls = polls;
    this.connections = connections;
    this.access = access;
    this.bytesBesideAccounts = bytesBesideAccounts;
    walks = new RequestPool(problems, "census", 1, RequestPool.MAX_QUEUED);
    start = talk.now();
  }

  /** Sets the source of the number of connections, once there is a listener. */
  public void countConnectionsBy(IntSupplier newHttpConnections) {
    httpConnections = newHttpConnections;
  }

  /** The statistics at one moment. */
  record Moment(String epoch, Duration uptime, Access access, Usage usage, Totals totals,
      Map<String, Long> refused, Map<String, Long> limited, Connections connections,
      Bytes bytes) {}

  /** The number of open connections, and of those that are live or wait for messages. */
  record Connections(int http, int webSocket, int stream, int longPoll) {}

  /** The size and use of the byte budget beside accounts, and the heap. */
  record Bytes(
      long budget, long used, long logins, long inFlight, long heapUsed, long heapMax) {}

  /** Calls back with the statistics, on a thread that may walk over all users. */
  void look(Call call, Consumer<Moment> respond) {
    walks.dispatch(call, this, () -> respond.accept(now()));
  }

  /** Returns the current statistics; may take as long as a walk over all users. */
  Moment now() {
    var held = counted();
    long used = talk.operations().budget().used();
    long logins = bytesBesideAccounts.getAsLong();
    var runtime = Runtime.getRuntime();
    var bytes = new Bytes(talk.limits().budgetBytes(), used, logins,
        Math.max(0, used - held.bytes().total() - logins),
        runtime.totalMemory() - runtime.freeMemory(), runtime.maxMemory());
    return new Moment(talk.operations().epoch(), Duration.between(start, talk.now()), access, held,
        talk.operations().totals(), problems.refusals().byCode(), problems.refusals().byLimit(),
        new Connections(httpConnections.getAsInt(), connections.count(WebSocketTransport.class),
            connections.count(EventStreamTransport.class), polls.waiting()), bytes);
  }

  private synchronized Usage counted() {
    long began = System.nanoTime();
    var known = usage;
    if (known != null && began < keptUntilNanos) {
      return known;
    }
    var counted = talk.operations().usage();
    usage = counted;
    long end = System.nanoTime();
    keptUntilNanos = end + KEPT_TIMES * (end - began);
    return counted;
  }

  @Override
  public void close() {
    walks.close();
  }
}
