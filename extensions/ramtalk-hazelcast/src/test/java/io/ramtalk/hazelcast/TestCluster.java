package io.ramtalk.hazelcast;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.ramtalk.Certificates;
import io.ramtalk.Eventually;
import io.ramtalk.engine.Engine;
import io.ramtalk.hazelcast.internal.tls.TlsMembers;
import io.ramtalk.server.command.MutualTls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/** Members in this process, started once for all tests, and engines on them. */
public final class TestCluster {
  /** The memory that a rejected send leaves with its sender: a map with one entry. */
  public static final long REMEMBERED_BYTES = 300;

  private static final Map<Integer, TestCluster> STARTED = new HashMap<>();
  private static final Map<Integer, TestCluster> SECURE = new HashMap<>();
  private static final AtomicInteger SPACES = new AtomicInteger();
  private static final int FIRST_PORT = 10_000;
  private static final int LAST_PORT = 32_000;
  private static final int MAX_ATTEMPTS = 100;

  private static final HazelcastEngine.Timing PATIENT = new HazelcastEngine.Timing(
      MajorityLease.Moment::now, Eventually.LIMIT.toMillis());

  private final List<HazelcastInstance> members;

  private TestCluster(List<HazelcastInstance> members) {
    this.members = members;
  }

  /**
   * Returns the cluster of a size, and starts it on first use.
   *
   * @param size the number of members
   * @return the cluster
   */
  public static synchronized TestCluster of(int size) {
    return STARTED.computeIfAbsent(
        size, count -> new TestCluster(members(count, Hazelcast::newHazelcastInstance)));
  }

  /**
   * Returns the cluster of a size whose members share a certificate, and starts it on first use.
   *
   * @param size the number of members
   * @return the cluster
   */
  public static synchronized TestCluster secure(int size) {
    return SECURE.computeIfAbsent(size, count -> {
      var tls = sharedCertificate();
      return new TestCluster(members(count, config -> TlsMembers.start(config, tls)));
    });
  }

  private static List<HazelcastInstance> members(
      int count, Function<Config, HazelcastInstance> start) {
    return settings(count).stream().map(ClusterConfig::of).map(start).toList();
  }

  private static SSLContext sharedCertificate() {
    try {
      var certificates = new Certificates(Files.createTempDirectory("ramtalk-certificates"));
      certificates.selfSigned("shared", Certificates.LOOPBACK);
      var certificate = certificates.pem("shared");
      return MutualTls.load(certificate, certificates.key("shared"), certificate);
    } catch (Exception e) {
      throw new IllegalStateException("No certificate for members", e);
    }
  }

  /** Returns the settings of members on free ports of this machine. */
  static List<ClusterSettings> settings(int size) {
    var endpoints = new ArrayList<ClusterSettings.Endpoint>();
    var sockets = new ArrayList<ServerSocket>();
    try {
      for (int i = 0; i < size; i++) {
        var socket = free();
        sockets.add(socket);
        endpoints.add(new ClusterSettings.Endpoint(
            InetAddress.getLoopbackAddress(), socket.getLocalPort()));
      }
      for (var socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return endpoints.stream().map(self -> new ClusterSettings(self, endpoints)).toList();
  }

  /**
   * Returns a socket on a free port. The system chooses ports of connections and of port 0 from a
   * higher range, so the port stays free until a member takes it.
   */
  private static ServerSocket free() throws IOException {
    for (int attempt = 0; ; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
      try {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
      } catch (BindException e) {
        if (attempt == MAX_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  List<HazelcastInstance> members() {
    return members;
  }

  /**
   * Returns an engine that makes all calls on one member.
   *
   * @return a new and empty engine
   */
  public Engine newEngine() {
    return newEngine(SpreadEngine.Mode.BLOCKING);
  }

  /**
   * Returns an engine that makes its calls on each member in turn.
   *
   * @return a new and empty engine
   */
  public Engine newSpreadEngine() {
    return newEngine(SpreadEngine.Mode.SPREAD);
  }

  /** Returns an engine that submits all commands on one member. */
  Engine newSubmittingEngine() {
    return newEngine(SpreadEngine.Mode.SUBMITTED);
  }

  private Engine newEngine(SpreadEngine.Mode mode) {
    var space = "test" + SPACES.incrementAndGet();
    var engines = new ArrayList<HazelcastEngine>();
    for (var member : members) {
      engines.add(new HazelcastEngine(
          member, space, (engine, user) -> engines.get(0).sweep(user), false, PATIENT));
    }
    return new SpreadEngine(space, engines, members.get(0), mode);
  }
}
