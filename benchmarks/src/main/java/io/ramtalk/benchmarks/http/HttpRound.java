package io.ramtalk.benchmarks.http;

import java.util.Map;
import java.util.Objects;

/**
 * The result of one round of a load over HTTP.
 *
 * @param perSecond successful operations per second
 * @param p50Millis median of the response times, in milliseconds
 * @param p99Millis 99th percentile of the response times, in milliseconds
 * @param bytes bytes read per request, including the head
 * @param cpuMicros processor time of the server per successful operation, in microseconds
 * @param busy fraction of the round in which the server used its processor, 0 to 1
 * @param responses the counted responses
 */
record HttpRound(double perSecond, double p50Millis, double p99Millis, double bytes,
    double cpuMicros, double busy, Responses responses) {
  /**
   * The responses of a load, counted by outcome.
   *
   * @param sent accepted messages
   * @param received responses with the requested content
   * @param empty responses without a message
   * @param refused rejected messages and requests
   * @param socketErrors failed connections, and requests without a response in time
   */
  record Responses(long sent, long received, long empty, long refused, long socketErrors) {
    static final Responses NONE = new Responses(0, 0, 0, 0, 0);

    Responses plus(Responses other) {
      return new Responses(sent + other.sent, received + other.received, empty + other.empty,
          refused + other.refused, socketErrors + other.socketErrors);
    }

    long good() {
      return sent + received;
    }

    /** Returns whether some work was done without rejections and failures. */
    boolean isClean() {
      return good() > 0 && refused == 0 && socketErrors == 0;
    }
  }

  /**
   * Evaluates the output of the load script.
   *
   * @param figures the values by name
   * @param cpuNanos processor time of the server during the load
   */
  static HttpRound of(Map<String, Long> figures, long cpuNanos) {
    var responses = new Responses(figure(figures, "sent"), figure(figures, "received"),
        figure(figures, "empty"), figure(figures, "refused"), figure(figures, "socket_errors"));
    double micros = figure(figures, "micros");
    double cpuMicros = cpuNanos / 1e3;
    return new HttpRound(responses.good() * 1e6 / micros,
        figure(figures, "p50_micros") / 1e3, figure(figures, "p99_micros") / 1e3,
        (double) figure(figures, "bytes") / figure(figures, "requests"),
        cpuMicros / responses.good(), cpuMicros / micros, responses);
  }

  private static long figure(Map<String, Long> figures, String name) {
    return Objects.requireNonNull(figures.get(name), name);
  }
}
