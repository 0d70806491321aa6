package io.ramtalk.server.internal.ops;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.ramtalk.server.internal.http.Call;
import io.ramtalk.server.internal.http.Endpoint;
import io.ramtalk.server.internal.http.Response;
import io.ramtalk.server.internal.http.Route;
import io.ramtalk.server.internal.http.RouteMetrics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * {@code GET /metrics}: the metrics of the server in the Prometheus text format. Labels never
 * contain a user, a number or any other text that a client can choose.
 */
public final class MetricsEndpoint implements Endpoint {
  private final ServerStats stats;
  private final Supplier<List<Route>> routes;

  public MetricsEndpoint(ServerStats stats, Supplier<List<Route>> routes) {
    this.stats = stats;
    this.routes = routes;
  }

  @Override
  public void respond(Call call) {
    stats.look(call, moment -> {
      var text = new ByteArrayOutputStream();
      var writer = PrometheusTextFormatWriter.create();
      try {
        writer.write(text, new MetricSnapshots(snapshots(moment)));
      } catch (IOException e) {
        throw new IllegalStateException("A byte array cannot fail", e);
      }
      Response.send(call.exchange(), 200, writer.getContentType(), text.toByteArray());
    });
  }

  private List<MetricSnapshot> snapshots(ServerStats.Moment moment) {
    var all = new ArrayList<MetricSnapshot>();
    all.add(buildInfo());
    all.addAll(gauges(moment));
    all.addAll(totals(moment));
    all.add(requests());
    all.add(durations());
    return all;
  }

  private static MetricSnapshot buildInfo() {
    var version = MetricsEndpoint.class.getPackage().getImplementationVersion();
    return InfoSnapshot.builder().name("ramtalk_build").help("Version of the running server.")
        .dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder()
            .labels(Labels.of("version", version == null ? "unknown" : version)).build()).build();
  }

  private static List<MetricSnapshot> gauges(ServerStats.Moment moment) {
    var usage = moment.usage();
    var connections = moment.connections();
    return List.of(
        gauge("ramtalk_uptime_seconds", "Time since the server was created.",
            moment.uptime().toMillis() / 1_000.0),
        gauge("ramtalk_users", "Registered users.", (double) usage.users()),
        gauge("ramtalk_mailboxes", "Mailboxes with at least one message.",
            (double) usage.withMail()),
        gauge("ramtalk_messages", "Messages in mailboxes.", "state",
            Map.of("waiting", usage.waiting(), "leased", usage.leased())),
        gauge("ramtalk_oldest_message_age_seconds", "Age of the oldest waiting message.",
            usage.oldest().toMillis() / 1_000.0),
        gauge("ramtalk_connections", "Open connections, including live ones.",
            connections.http()),
        gauge("ramtalk_sessions", "Live connections, and requests that wait for messages.",
            "transport", Map.of("websocket", connections.webSocket(),
                "stream", connections.stream(), "long_poll", connections.longPoll())),
        gauge("ramtalk_memory_bytes", "Memory counted against the byte budget.", "kind",
            kinds(moment)),
        gauge("ramtalk_memory_limit_bytes", "The byte budget.",
            (double) moment.bytes().budget()),
        gauge("ramtalk_heap_bytes", "Heap in use, including garbage.",
            (double) moment.bytes().heapUsed()),
        gauge("ramtalk_heap_limit_bytes", "Maximum size of the heap.",
            (double) moment.bytes().heapMax()));
  }

  private static Map<String, Long> kinds(ServerStats.Moment moment) {
    var held = moment.usage().bytes();
    var kinds = new LinkedHashMap<String, Long>();
    kinds.put("users", held.users());
    kinds.put("images", held.images());
    kinds.put("messages", held.messages());
    kinds.put("leases", held.leases());
    kinds.put("receipts", held.receipts());
    kinds.put("logins", moment.bytes().logins());
    kinds.put("in_flight", moment.bytes().inFlight());
    return kinds;
  }

  private static List<MetricSnapshot> totals(ServerStats.Moment moment) {
    var totals = moment.totals();
    return List.of(
        counter("ramtalk_messages_sent", "Messages put into mailboxes.", totals.sent()),
        counter("ramtalk_messages_delivered", "Messages delivered to their recipient.",
            totals.delivered()),
        counter("ramtalk_messages_acknowledged", "Messages deleted by an acknowledgement.",
            totals.acknowledged()),
        counter("ramtalk_messages_redelivered", "Messages delivered again.",
            totals.redelivered()),
        counter("ramtalk_messages_expired", "Messages that expired before delivery.",
            totals.expired()),
        counter("ramtalk_messages_dropped", "Messages dropped to make room for others.",
            totals.dropped()),
        counter("ramtalk_messages_deleted", "Messages deleted with an account.",
            totals.deleted()),
        counter("ramtalk_refused", "Rejected requests, lines and frames.", "code",
            moment.refused()),
        counter("ramtalk_rate_limited", "Requests over a rate limit.", "limit", moment.limited()));
  }

  private MetricSnapshot requests() {
    var counter = CounterSnapshot.builder().name("ramtalk_http_requests")
        .help("Completed requests; code none: the client disconnected before the response."
            + " Requests without a route count only as rejected.");
    for (var route : routes.get()) {
      route.metrics().statuses().forEach((status, count) -> counter.dataPoint(
          CounterSnapshot.CounterDataPointSnapshot.builder().value((double) count)
              .labels(Labels.of("method", route.method(), "route", route.template(),
                  "code", status == RouteMetrics.NO_RESPONSE ? "none" : status.toString()))
              .build()));
    }
    return counter.build();
  }

  private MetricSnapshot durations() {
    var histogram = HistogramSnapshot.builder().name("ramtalk_http_request_duration_seconds")
        .help("Time from the head of a request to the end of its response, including waits.");
    for (var route : routes.get()) {
      var counts = route.metrics().durations();
      var buckets = ClassicHistogramBuckets.builder();
      var bounds = RouteMetrics.boundsSeconds();
      for (int i = 0; i < bounds.length; i++) {
        buckets.bucket(bounds[i], counts[i]);
      }
      histogram.dataPoint(HistogramSnapshot.HistogramDataPointSnapshot.builder()
          .classicHistogramBuckets(buckets.build()).sum(route.metrics().seconds())
          .labels(Labels.of("method", route.method(), "route", route.template())).build());
    }
    return histogram.build();
  }

  private static MetricSnapshot gauge(String name, String help, double value) {
    return GaugeSnapshot.builder().name(name).help(help)
        .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder().value(value).build()).build();
  }

  private static MetricSnapshot gauge(
      String name, String help, String label, Map<String, ? extends Number> values) {
    var gauge = GaugeSnapshot.builder().name(name).help(help);
    values.forEach((word, value) -> gauge.dataPoint(
        GaugeSnapshot.GaugeDataPointSnapshot.builder().value(value.doubleValue())
            .labels(Labels.of(label, word)).build()));
    return gauge.build();
  }

  private static MetricSnapshot counter(String name, String help, long value) {
    return CounterSnapshot.builder().name(name).help(help)
        .dataPoint(
            CounterSnapshot.CounterDataPointSnapshot.builder().value((double) value).build())
        .build();
  }

  private static MetricSnapshot counter(
      String name, String help, String label, Map<String, Long> values) {
    var counter = CounterSnapshot.builder().name(name).help(help);
    values.forEach((word, value) -> counter.dataPoint(
        CounterSnapshot.CounterDataPointSnapshot.builder().value((double) value)
            .labels(Labels.of(label, word)).build()));
    return counter.build();
  }
}
