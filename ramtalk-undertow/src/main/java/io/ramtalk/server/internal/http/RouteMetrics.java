package io.ramtalk.server.internal.http;

import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpServerExchange;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * The metrics of one route: response statuses, and durations until the end of the response.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> three additions with little contention (LongAdder)
 * and one small object for each request.
 */
public final class RouteMetrics {
  /** The status of a request whose client disconnected before the response began. */
  public static final int NO_RESPONSE = 0;

  /* Upper bounds of the histogram buckets; the last bucket is unbounded. Long polls are
   * included. */
  private static final double[] BOUNDS_SECONDS =
      {0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30};
  private static final int STATUSES = 600;

  private final AtomicReferenceArray<LongAdder> statuses = new AtomicReferenceArray<>(STATUSES);
  private final LongAdder[] classes = new LongAdder[BOUNDS_SECONDS.length + 1];
  private final LongAdder nanos = new LongAdder();

  RouteMetrics() {
    for (int i = 0; i < classes.length; i++) {
      classes[i] = new LongAdder();
    }
  }

  /** Counts a request when it ends. */
  public void begin(HttpServerExchange exchange) {
    exchange.addExchangeCompleteListener(new Ending(this, System.nanoTime()));
  }

  private record Ending(RouteMetrics metrics, long startNanos)
      implements ExchangeCompletionListener {
    @Override
    public void exchangeEvent(HttpServerExchange exchange, NextListener next) {
      metrics.count(exchange.isResponseStarted() ? exchange.getStatusCode() : NO_RESPONSE,
          System.nanoTime() - startNanos);
      next.proceed();
    }
  }

  void count(int status, long tookNanos) {
    adder(status).increment();
    nanos.add(tookNanos);
    double seconds = tookNanos / (double) TimeUnit.SECONDS.toNanos(1);
    int index = 0;
    while (index < BOUNDS_SECONDS.length && seconds > BOUNDS_SECONDS[index]) {
      index++;
    }
    classes[index].increment();
  }

  private LongAdder adder(int status) {
    var adder = statuses.get(status);
    if (adder == null) {
      statuses.compareAndSet(status, null, new LongAdder());
      adder = statuses.get(status);
    }
    return adder;
  }

  /** Returns the number of responses for each status. */
  public SortedMap<Integer, Long> statuses() {
    var counts = new TreeMap<Integer, Long>();
    for (int status = 0; status < STATUSES; status++) {
      var adder = statuses.get(status);
      if (adder != null) {
        counts.put(status, adder.sum());
      }
    }
    return counts;
  }

  /** Returns the upper bounds of the histogram buckets, in seconds; the last is infinite. */
  public static double[] boundsSeconds() {
    var bounds = Arrays.copyOf(BOUNDS_SECONDS, BOUNDS_SECONDS.length + 1);
    bounds[BOUNDS_SECONDS.length] = Double.POSITIVE_INFINITY;
    return bounds;
  }

  /** Returns the number of requests in each bucket. */
  public long[] durations() {
    var counts = new long[classes.length];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = classes[i].sum();
    }
    return counts;
  }

  /** Returns the total duration of all requests. */
  public double seconds() {
    return nanos.sum() / (double) TimeUnit.SECONDS.toNanos(1);
  }
}
