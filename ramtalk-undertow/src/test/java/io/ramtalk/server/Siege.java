package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Simultaneous floods at all places of {@link BytesWithoutEnd}. Each flood has few connections and
 * a bounded rate, so a machine with two processors can still serve others. Every few seconds a
 * sample records the bytes sent at each place and the memory of each server.
 */
final class Siege {
  private static final int SAMPLE_SECONDS = 5;
  private static final int CONNECTIONS_PER_PLACE = 2;
  private static final int PIECES_PER_SECOND = 4;
  private static final double MAX_GROWTH = 1.1;

  private final Map<String, ServerProcess> servers;
  private final ScheduledExecutorService clock;
  private final List<Flood> floods = new ArrayList<>();
  private final List<Sample> samples = new ArrayList<>();

  /** The resident bytes of each server and the bytes sent so far at each place. */
  private record Sample(Map<String, Long> resident, Map<BytesWithoutEnd, Long> sent) {}

  /** Prepares a siege; the keys of the map name the servers in the report. */
  Siege(Map<String, ServerProcess> servers, ScheduledExecutorService clock) {
    this.servers = new TreeMap<>(servers);
    this.clock = clock;
    for (var place : BytesWithoutEnd.values()) {
      floods.add(Flood.paced(place, clock, PIECES_PER_SECOND));
    }
  }

  /** Runs all floods for the given time; each flood cycles through its connections. */
  void last(long seconds, Function<Flood, ? extends List<? extends Callable<?>>> connections)
      throws IOException {
    var attackers = Executors.newCachedThreadPool();
    var ends = new ArrayList<Future<?>>();
    for (var flood : floods) {
      var all = connections.apply(flood);
      var next = new AtomicInteger();
      for (int i = 0; i < CONNECTIONS_PER_PLACE; i++) {
        ends.add(attackers.submit(() -> attack(flood, all, next)));
      }
    }
    try {
      var ticks = new LinkedBlockingQueue<Object>();
      clock.scheduleAtFixedRate(
          () -> ticks.add("tick"), SAMPLE_SECONDS, SAMPLE_SECONDS, TimeUnit.SECONDS);
      for (long i = 0; i < seconds / SAMPLE_SECONDS; i++) {
        Eventually.take(ticks);
        samples.add(sample());
        ends.stream().filter(Future::isDone).forEach(Eventually::get);
      }
    } finally {
      floods.forEach(Flood::end);
      attackers.shutdown();
    }
    ends.forEach(Eventually::get);
  }

  private static Void attack(
      Flood flood, List<? extends Callable<?>> connections, AtomicInteger next) throws Exception {
    while (!flood.hasEnded()) {
      connections.get(next.getAndIncrement() % connections.size()).call();
    }
    return null;
  }

  private Sample sample() throws IOException {
    var resident = new TreeMap<String, Long>();
    for (var server : servers.entrySet()) {
      resident.put(server.getKey(), ResidentMemory.bytes(server.getValue().jvm()));
    }
    var sent = new EnumMap<BytesWithoutEnd, Long>(BytesWithoutEnd.class);
    floods.forEach(flood -> sent.put(flood.place(), flood.sent()));
    return new Sample(resident, sent);
  }

  /**
   * Fails if a place received no bytes during a third of the siege, or if a server's memory grew in
   * the last third compared with the middle one. Memory may grow in the first third.
   */
  void assertSteady() {
    int third = samples.size() / 3;
    assertThat(third).as("Samples of a third").isPositive();
    for (var flood : floods) {
      assertThat(longestPause(flood.place())).as("Samples without a byte at %s", flood.place())
          .isLessThan(third);
    }
    for (var server : servers.keySet()) {
      assertThat((double) most(server, 2 * third, samples.size()))
          .as("Memory of the server %s in the last third", server)
          .isLessThanOrEqualTo(MAX_GROWTH * most(server, third, 2 * third));
    }
  }

  /** Returns the largest number of consecutive samples without a byte sent at this place. */
  private int longestPause(BytesWithoutEnd place) {
    int longest = 0;
    int pause = 0;
    long last = 0;
    for (var sample : samples) {
      long sent = sample.sent().get(place);
      pause = sent == last ? pause + 1 : 0;
      longest = Math.max(longest, pause);
      last = sent;
    }
    return longest;
  }

  private long most(String server, int from, int to) {
    return samples.subList(from, to).stream()
        .mapToLong(sample -> sample.resident().get(server)).max().orElseThrow();
  }

  /** Returns one line per place and per server. */
  List<String> report() {
    int third = samples.size() / 3;
    var lines = new ArrayList<String>();
    for (var flood : floods) {
      lines.add("%s: %d MB, longest pause %d s".formatted(flood.place(), flood.sent() >> 20,
          longestPause(flood.place()) * SAMPLE_SECONDS));
    }
    for (var server : servers.keySet()) {
      lines.add("server %s: at most %d, %d and %d MB resident in the thirds".formatted(server,
          most(server, 0, third) >> 20, most(server, third, 2 * third) >> 20,
          most(server, 2 * third, samples.size()) >> 20));
    }
    return lines;
  }
}
