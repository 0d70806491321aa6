package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.RamTalk;
import io.ramtalk.UserId;
import io.ramtalk.server.internal.access.Identity;
import io.ramtalk.server.internal.access.Proxies;
import io.ramtalk.server.internal.access.RateLimiter;
import io.ramtalk.server.internal.access.UserLookup;
import io.ramtalk.server.internal.http.Call;
import io.ramtalk.server.internal.http.ConnectionSettings;
import io.ramtalk.server.internal.http.Listener;
import io.ramtalk.server.internal.http.Problems;
import io.ramtalk.server.internal.http.RefusalLog;
import io.ramtalk.server.internal.http.RequestFraming;
import io.ramtalk.server.internal.http.Route;
import io.ramtalk.server.internal.http.Workers;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.GracefulShutdownHandler;
import io.undertow.util.PathTemplateMatcher;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The cost of the request filters of an open server. The test compares the processor time of the
 * I/O threads for sending and receiving, with and without filters, in alternating rounds.
 * {@code -Dramtalk.gates.rounds=300} sets the number of rounds; the result is printed, not
 * asserted.
 */
@Tag("long")
final class GatesCostTest {
  private static final int ROUNDS = Integer.getInteger("ramtalk.gates.rounds", 100);
  private static final int CONNECTIONS = 32;
  private static final int SWEEPS = 40;

  @Test
  void sendAndReceive_withAndWithoutGates_answeredAlike() throws Exception {
    try (var talk = RamTalk.create();
        var gated = patient().messenger(talk).port(0).build().start()) {
      var gatedThreads = ioThreads(Set.of());
      var open = new Listener(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), null,
          patient().connections(), address -> true);
      try {
        open.start(new GracefulShutdownHandler(withoutGates(gated.routes(), talk)));
        var openThreads = ioThreads(gatedThreads);
        var ratios = ratios(
            new Load(talk, gated.port(), gatedThreads),
            new Load(talk, Objects.requireNonNull(open.address()).getPort(), openThreads));
        int middle = ratios.length / 2;
        int away = (int) Math.sqrt(ratios.length); // two standard deviations of the sign test
        System.out.printf(Locale.ROOT, "GatesCostTest: %d rounds of %d requests; processor time"
            + " with gates, times without: median %.3f, at 95 %% between %.3f and %.3f%n",
            ratios.length, 2 * CONNECTIONS * SWEEPS, ratios[middle], ratios[middle - away],
            ratios[middle + away]);
      } finally {
        open.stop();
      }
    }
  }

  /** Returns the settings of a server that waits for a client as long as a busy machine takes. */
  private static RamTalkServerBuilder patient() {
    return RamTalkServer.builder()
        .timeout(ConnectionTimeout.HEAD, Duration.ofMinutes(5))
        .timeout(ConnectionTimeout.KEEP_ALIVE, Duration.ofHours(1));
  }

  /** Returns the sorted ratios of the second half of the rounds, after compilation. */
  private static double[] ratios(Load gated, Load open) throws IOException {
    var ratios = new ArrayList<Double>();
    for (int round = 0; round < ROUNDS; round++) {
      boolean isOdd = round % 2 > 0;
      long first = (isOdd ? gated : open).nanos();
      long second = (isOdd ? open : gated).nanos();
      ratios.add(isOdd ? (double) first / second : (double) second / first);
    }
    gated.close();
    open.close();
    return ratios.stream().skip(ROUNDS / 2).mapToDouble(ratio -> ratio).sorted().toArray();
  }

  private static HttpHandler withoutGates(List<Route> routes, RamTalk talk) {
    var matcher = new PathTemplateMatcher<Map<String, Route>>();
    for (var route : routes) {
      var methods = matcher.get(route.template());
      if (methods == null) {
        methods = new HashMap<>();
        matcher.add(route.template(), methods);
      }
      methods.put(route.method(), route);
    }
    var problems = new Problems(talk.limits(), new RefusalLog(new Proxies(List.of()), () -> 0));
    var users =
        new UserLookup(talk, new RateLimiter(Map.of(), () -> 0, talk.operations().budget()));
    var workers = new Workers(0);
    HttpHandler routed = exchange -> problems.guard(exchange, () -> {
      var match = matcher.match(exchange.getRelativePath());
      var route = match.getValue().get(exchange.getRequestMethod().toString());
      route.metrics().begin(exchange);
      var call = new Call(exchange, route, match.getParameters().getOrDefault("id", ""), users,
          workers);
      call.authenticate(Identity.ANYONE);
      route.endpoint().respond(call);
    });
    return new RequestFraming(routed, problems, new ConnectionSettings());
  }

  private static Set<Long> ioThreads(Set<Long> others) {
    var threads = ManagementFactory.getThreadMXBean();
    return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
        .filter(thread -> thread != null && thread.getThreadName().contains("I/O"))
        .map(thread -> thread.getThreadId()).filter(id -> !others.contains(id))
        .collect(Collectors.toSet());
  }

  /** Connections to one server, each of which sends to its own user and receives. */
  private static final class Load implements AutoCloseable {
    private final List<RawConnection> connections = new ArrayList<>();
    private final List<byte[]> sends = new ArrayList<>();
    private final List<byte[]> receives = new ArrayList<>();
    private final Set<Long> threads;

    Load(RamTalk talk, int port, Set<Long> threads) throws IOException {
      this.threads = threads;
      for (int i = 0; i < CONNECTIONS; i++) {
        var user = talk.signUp("017" + (10_000_000 + i)).user().id();
        sends.add(send(user).getBytes(StandardCharsets.US_ASCII));
        receives.add(("GET /receive/" + user + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
        connections.add(new RawConnection(port));
      }
    }

    private static String send(UserId user) {
      var body = "{\"from_id\":\"" + user + "\",\"to_id\":\"" + user + "\",\"message\":\""
          + "0123456789abcdef".repeat(2) + "\"}";
      return "POST /send HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
          + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    /** Returns the server's processor time for a fixed number of requests on all connections. */
    long nanos() throws IOException {
      var bean = ManagementFactory.getThreadMXBean();
      long before = threads.stream().mapToLong(bean::getThreadCpuTime).sum();
      for (int sweep = 0; sweep < SWEEPS; sweep++) {
        ask(sends, "sent");
        ask(receives, "0123456789abcdef");
      }
      return threads.stream().mapToLong(bean::getThreadCpuTime).sum() - before;
    }

    private void ask(List<byte[]> requests, String response) throws IOException {
      for (int i : IntStream.range(0, CONNECTIONS).toArray()) {
        connections.get(i).send(requests.get(i));
      }
      for (var connection : connections) {
        assertThat(connection.response().text()).contains(response);
      }
    }

    @Override
    public void close() throws IOException {
      for (var connection : connections) {
        connection.close();
      }
    }
  }
}
