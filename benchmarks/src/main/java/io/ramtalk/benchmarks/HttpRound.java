package io.ramtalk.benchmarks;

import java.util.Map;
import java.util.Objects;

/**
 * What one round of a load over HTTP came to.
 *
 * @param perSecond what the work counts, accepted and answered with what was asked for, in a second
 * @param p50Millis what half of the requests took at most, in milliseconds
 * @param p99Millis what 99 of 100 requests took at most, in milliseconds
 * @param bytes bytes read for each request, its head included
 * @param cpuMicros processor time of the server for what was counted, in microseconds
 * @param busy the part of the round in which the server had its processor, 0 to 1
 * @param answers what the answers said
 */
record HttpRound(double perSecond, double p50Millis, double p99Millis, double bytes,
    double cpuMicros, double busy, Answers answers) {
  /**
   * What the answers of a load said.
   *
   * @param sent messages that were accepted
   * @param received answers that held what was asked for
   * @param empty answers without a message
   * @param refused messages and requests that were refused
   * @param socketErrors connections that failed, and requests without an answer in time
   */
  record Answers(long sent, long received, long empty, long refused, long socketErrors) {
    static final Answers NONE = new Answers(0, 0, 0, 0, 0);

    Answers plus(Answers other) {
      return new Answers(sent + other.sent, received + other.received, empty + other.empty,
          refused + other.refused, socketErrors + other.socketErrors);
    }

    long good() {
      return sent + received;
    }

    /** Returns whether something was done, nothing was refused and nothing failed. */
    boolean isClean() {
      return good() > 0 && refused == 0 && socketErrors == 0;
    }
  }

  /**
   * Reads the figures of the load script.
   *
   * @param figures each figure by its name
   * @param cpuNanos what the server took of its processor meanwhile
   */
  static HttpRound of(Map<String, Long> figures, long cpuNanos) {
    var answers = new Answers(figure(figures, "sent"), figure(figures, "received"),
        figure(figures, "empty"), figure(figures, "refused"), figure(figures, "socket_errors"));
    double micros = figure(figures, "micros");
    double cpuMicros = cpuNanos / 1e3;
    return new HttpRound(answers.good() * 1e6 / micros,
        figure(figures, "p50_micros") / 1e3, figure(figures, "p99_micros") / 1e3,
        (double) figure(figures, "bytes") / figure(figures, "requests"),
        cpuMicros / answers.good(), cpuMicros / micros, answers);
  }

  private static long figure(Map<String, Long> figures, String name) {
    return Objects.requireNonNull(figures.get(name), name);
  }
}
