package io.ramtalk.server.internal.http;

import io.ramtalk.server.internal.access.Proxies;
import io.undertow.server.HttpServerExchange;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Logs rejections: client errors at INFO, exceeded limits at WARNING, server errors at ERROR.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> at most one line per second for each code, so that a
 * flood of rejections cannot fill a log.
 */
public final class RefusalLog {
  private static final Logger LOG = System.getLogger(RefusalLog.class.getName());

  private static final String NO_ROUTE = "-";

  /* There are about sixty codes; the limit is for other engines, which define their own. */
  private static final int MAX_CODES = 256;
  private static final String OTHER_CODES = "";

  private final Proxies proxies;
  private final LongSupplier nowMillis;
  private final ConcurrentHashMap<String, LogPause> pauses = new ConcurrentHashMap<>();

  public RefusalLog(Proxies proxies, LongSupplier nowMillis) {
    this.proxies = proxies;
    this.nowMillis = nowMillis;
  }

  /** Returns a new view of a request that has no route. */
  RequestTrace trace(HttpServerExchange exchange) {
    return new RequestTrace(
        exchange.getRequestMethod().toString(), NO_ROUTE, proxies.origin(exchange));
  }

  /** Returns the log's view of a request; always the same for one request. */
  RequestTrace trace(Call call) {
    return call.trace(proxies);
  }

  /** Logs a rejection and, for a server error, its stack trace; or counts it as left out. */
  public void refused(RequestTrace request, Problems.Problem problem, @Nullable Throwable fault) {
    var level = level(problem.status());
    if (!LOG.isLoggable(level)) {
      return;
    }
    long leftOut = pause(problem.code()).next(nowMillis.getAsLong());
    if (leftOut >= 0) {
      LOG.log(level, "{0}", new RefusalLine(
          problem, request, leftOut, fault == null ? null : Faults.trace(fault)));
    }
  }

  private static Level level(int status) {
    return switch (status) {
      case 429, 503, 507 -> Level.WARNING;
      default -> status < 500 ? Level.INFO : Level.ERROR;
    };
  }

  private LogPause pause(String code) {
    var known = pauses.get(code);
    if (known != null) {
      return known;
    }
    var key = pauses.size() < MAX_CODES ? code : OTHER_CODES;
    return pauses.computeIfAbsent(key, added -> new LogPause());
  }
}
