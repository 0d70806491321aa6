package io.ramtalk.benchmarks.cluster;

import io.ramtalk.RamTalk;
import io.ramtalk.UserId;
import io.ramtalk.benchmarks.Heap;
import io.ramtalk.benchmarks.Person;
import io.ramtalk.hazelcast.ClusterSettings;
import io.ramtalk.hazelcast.HazelcastEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * A report on the speed and the memory of a messenger on the heap, on a cluster of one member, and
 * on one of three.
 *
 * <p>The members run in one process and use TCP over the loopback interface. So the times include
 * no network, and all members share the processors. Calls are made on one member. Bytes are those
 * of all members, including backups.
 */
public final class ClusterReport {
  private static final String ROW = "%-12s %10s %10s %12s %10s %10s";

  private ClusterReport() {}

  /**
   * Measures and prints the report.
   *
   * @param args {@code --quick} for a short run, or none
   */
  public static void main(String... args) throws Exception {
    boolean isQuick = List.of(args).contains("--quick");
    var load = isQuick ? new Load(2_000, 4, 2) : new Load(50_000, 16, 20);
    System.out.println(String.format(Locale.ROOT, ROW, "engine", "B/user", "B/message",
        "send+receive", "p50", "p99"));
    System.out.println(String.format(Locale.ROOT, ROW, "", "", "", "per second", "us", "us"));
    for (int members : new int[] {0, 1, 3}) {
      measure(members, load);
    }
    System.exit(0);
  }

  /** The numbers of users, threads and seconds. */
  private record Load(int users, int threads, int seconds) {}

  private static void measure(int members, Load load) throws Exception {
    var talks = open(members);
    var talk = talks.get(0);
    var users = new ArrayList<UserId>();
    signUp(talk, users, 1_000); // load classes and fill caches before measuring
    long userBytes = Heap.bytesKeptBy(() -> signUp(talk, users, load.users()));
    long mailBytes = Heap.bytesKeptBy(() -> {
      users.subList(1_000, users.size()).forEach(user -> talk.send(user, user, "x".repeat(32)));
      return talk;
    });
    users.forEach(talk::receive);
    var nanos = run(talk, users, load);
    System.out.println(String.format(Locale.ROOT, ROW, name(members),
        perUser(userBytes, load), perUser(mailBytes, load),
        String.format(Locale.ROOT, "%,d", nanos.length / load.seconds()),
        micros(nanos[nanos.length / 2]), micros(nanos[(int) (nanos.length * 0.99)])));
    talks.forEach(RamTalk::close);
  }

  private static String name(int members) {
    return members == 0 ? "heap" : members + " member" + (members == 1 ? "" : "s");
  }

  private static String perUser(long bytes, Load load) {
    return String.format(Locale.ROOT, "%,d", bytes / load.users());
  }

  private static String micros(long nanos) {
    return String.format(Locale.ROOT, "%,.1f", nanos / 1e3);
  }

  private static RamTalk signUp(RamTalk talk, List<UserId> users, int count) {
    for (int i = 0; i < count; i++) {
      users.add(talk.signUp(Person.at(users.size()).mobile()).user().id());
    }
    return talk;
  }

  /** Sends and receives with several threads, each for its own users. Returns the sorted times. */
  private static long[] run(RamTalk talk, List<UserId> users, Load load)
      throws InterruptedException, ExecutionException {
    var threads = Executors.newFixedThreadPool(load.threads());
    var results = new ArrayList<Future<long[]>>();
    for (int thread = 0; thread < load.threads(); thread++) {
      int first = thread;
      results.add(threads.submit(() -> sendAndReceive(talk, users, first, load)));
    }
    long[] all = {};
    for (var result : results) {
      var some = result.get();
      int size = all.length;
      all = Arrays.copyOf(all, size + some.length);
      System.arraycopy(some, 0, all, size, some.length);
    }
    threads.shutdownNow();
    Arrays.sort(all);
    return all;
  }

  private static long[] sendAndReceive(RamTalk talk, List<UserId> users, int first, Load load) {
    var nanos = new long[1_024];
    int count = 0;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(load.seconds());
    for (int i = first; System.nanoTime() < end; i += load.threads()) {
      var user = users.get(i % (users.size() / load.threads() * load.threads()));
      long began = System.nanoTime();
      talk.send(user, user, "x".repeat(32));
      if (talk.receive(user).size() != 1) {
        throw new IllegalStateException("A message was not received");
      }
      if (count == nanos.length) {
        nanos = Arrays.copyOf(nanos, 2 * count);
      }
      nanos[count++] = System.nanoTime() - began;
    }
    return Arrays.copyOf(nanos, count);
  }

  private static List<RamTalk> open(int members) throws Exception {
    if (members == 0) {
      return List.of(RamTalk.create());
    }
    var endpoints = endpoints(members);
    var engines = new ArrayList<HazelcastEngine>();
    var talks = new ArrayList<RamTalk>();
    for (var self : endpoints) {
      var engine = HazelcastEngine.join(new ClusterSettings(self, endpoints));
      engines.add(engine);
      talks.add(RamTalk.builder().engine(engine).build());
    }
    while (!engines.get(0).cluster().isSafe()) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    return talks;
  }

  private static List<ClusterSettings.Endpoint> endpoints(int count) throws IOException {
    var endpoints = new ArrayList<ClusterSettings.Endpoint>();
    var here = InetAddress.getLoopbackAddress();
    var sockets = new ArrayList<ServerSocket>();
    for (int i = 0; i < count; i++) {
      var socket = new ServerSocket(0, 1, here);
      sockets.add(socket);
      endpoints.add(new ClusterSettings.Endpoint(here, socket.getLocalPort()));
    }
    for (var socket : sockets) {
      socket.close();
    }
    return endpoints;
  }
}
