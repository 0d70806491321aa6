package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ramtalk.Eventually;
import io.ramtalk.Tools;
import io.ramtalk.VirtualClock;
import io.ramtalk.server.internal.http.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Servers with a heap of 64 MB, and clients that send bytes without end at every place of the
 * protocol. The clients try every route and an unknown path, logged in and not. The servers
 * survive, keep serving other clients and free all the memory that they counted.
 *
 * <p>{@code -Dramtalk.endless.seconds=600} attacks each place for that long, one after the other;
 * {@code -Dramtalk.siege.seconds=1800} attacks all places at once.
 */
@Tag("long")
final class HostileBytesTest {
  private static final long SECONDS = Long.getLong("ramtalk.endless.seconds", 0);
  private static final long SIEGE_SECONDS = Long.getLong("ramtalk.siege.seconds", 30);
  private static final int HANG_MILLIS = RawConnection.TIMEOUT_MILLIS;
  /* The heap is resident from the start. Otherwise the resident memory grows for as long as the
   * collector finds parts of the heap that it has not used yet. */
  private static final List<String> FLAGS = List.of("-Xmx64m", "-Xms64m", "-XX:+AlwaysPreTouch",
      "-XX:+ExitOnOutOfMemoryError", "-XX:-UsePerfData");
  private static final long THREE_HEAPS = 3L * (64 << 20);
  private static final long SOME_BYTES = 256 << 10;
  private static final long SOCKET_BYTES = 4 << 20;
  private static final int ATTACKERS = 8;
  private static final int SOCKETS = 640;
  private static final int SOCKETS_PER_USER = 16;
  private static final int PART_BYTES = 90_000;

  private static final String NOBODY = "00000000-0000-4000-8000-000000000000";
  private static final String ADMIN_TOKEN = "an admin token of a hostile test";
  private static final String LOGGED_IN = "Authorization: Bearer " + ADMIN_TOKEN + "\r\n";

  @TempDir
  private static Path directory;

  private static ServerProcess open;
  private static ServerProcess closed;
  private static ServerProcess secure;
  private static SSLSocketFactory trusting;
  private static Caller toOpen;
  private static Caller toClosed;
  private static List<Route> openRoutes;
  private static List<Route> closedRoutes;

  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private long openBytes;
  private long closedBytes;
  private long secureBytes;

  @BeforeAll
  static void start() throws Exception {
    var identity = new Certificates(directory).selfSigned("tls", "-keyalg", "EC");
    trusting = identity.trusting().getSocketFactory();
    open = start("--sms-facade", "--test-controls",
        "--body-timeout", "10m", "--slow-body-timeout", "10m");
    closed = start("--access", "otp", "--otp-delivery", "console", "--admin-token", ADMIN_TOKEN);
    secure = start("--tls-cert", identity.certificates().toString(),
        "--tls-key", identity.key().toString());
    toOpen = new Caller(open.uri());
    toClosed = new Caller(closed.uri());
    openRoutes = RamTalkServer.builder().smsFacade(true)
        .testControls(VirtualClock.startingAt(TestServer.START)).build().routes();
    closedRoutes = RamTalkServer.builder().access(Access.OTP).adminToken(ADMIN_TOKEN)
        .codeDelivery(message -> { }).build().routes();
  }

  private static ServerProcess start(String... arguments) throws IOException {
    var all = Stream.concat(Stream.of("--port", "0", "--log-level", "error"),
        Stream.of(arguments)).toArray(String[]::new);
    return ServerProcess.start(directory, List.of(), FLAGS, all);
  }

  @AfterAll
  static void stop() {
    for (var server : List.of(open, closed, secure)) {
      server.close();
    }
  }

  @BeforeEach
  void count() throws Exception {
    openBytes = bytesUsed(open);
    closedBytes = bytesUsed(closed);
    secureBytes = bytesUsed(secure);
  }

  @AfterEach
  void end() {
    clock.shutdownNow();
  }

  @ParameterizedTest
  @EnumSource
  void bytesWithoutEnd_serversLive(BytesWithoutEnd place) throws Exception {
    var users = place.kind() == BytesWithoutEnd.Kind.SOCKET ? signUp(ATTACKERS) : List.<String>of();
    var flood = Flood.unbounded(place, clock);
    var attacks = attacks(flood, users);

    var worst = besideOthers(() -> {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
      do {
        run(attacks);
      } while (System.nanoTime() < end);
    });

    leave(users);
    assertUnharmed();
    System.out.printf("HostileBytesTest: %s: %d connections, %d MB, others answered within %d ms%n",
        place, attacks.size(), flood.sent() >> 20, worst.toMillis());
  }

  @Test
  void bytesWithoutEndAtAllPlacesAtOnce_serversLiveAndTakeNoMoreMemory() throws Exception {
    Tools.require("/proc", ResidentMemory.isTold());
    var users = signUp(ATTACKERS);
    var siege = new Siege(Map.of("open", open, "closed", closed, "secure", secure), clock);

    var worst = besideOthers(() ->
        siege.last(SIEGE_SECONDS, flood -> attacks(flood, users)));

    leave(users);
    siege.report().forEach(line -> System.out.println("HostileBytesTest: siege: " + line));
    System.out.printf("HostileBytesTest: siege of %d s, others answered within %d ms%n",
        SIEGE_SECONDS, worst.toMillis());
    assertUnharmed();
    assertServesWithinTls();
    siege.assertSteady();
  }

  /** Each message is almost as long as the limit. */
  @Test
  void unfinishedMessagesOfManySockets_serverLives() throws Exception {
    var part = RawWebSocket.frame(0x01, new byte[PART_BYTES]);
    var users = signUp(SOCKETS / SOCKETS_PER_USER);
    var sockets = new ArrayList<Socket>();

    var worst = besideOthers(() -> {
      for (int i = 0; i < SOCKETS; i++) {
        var socket = upgraded(open, users.get(i % users.size()));
        sockets.add(socket);
        send(socket, part);
      }
      Eventually.that("the budget has no room for another", () -> {
        var bytes = stats(toOpen).get("bytes");
        return bytes.get("used").asLong() > bytes.get("budget").asLong() - 2 * PART_BYTES;
      });
    });

    sockets.forEach(HostileBytesTest::close);
    leave(users);
    assertUnharmed();
    System.out.printf("HostileBytesTest: %d unfinished messages, others answered within %d ms%n",
        SOCKETS, worst.toMillis());
  }

  @Test
  void unfinishedTlsRecordsOfManyConnections_serverLives() throws Exception {
    var record = new byte[16_000];
    System.arraycopy(new byte[] {22, 3, 1, 0x3f, (byte) 0xff, 1, 0, 0x3f, (byte) 0xf0, 3, 3}, 0,
        record, 0, 11);
    var sockets = new ArrayList<Socket>();

    var worst = besideOthers(() -> {
      for (int i = 0; i < SOCKETS; i++) {
        var socket = BytesWithoutEnd.connect(secure.uri().getPort());
        sockets.add(socket);
        send(socket, record);
      }
    });

    sockets.forEach(HostileBytesTest::close);
    assertUnharmed();
    System.out.printf("HostileBytesTest: %d unfinished TLS records, others answered within %d ms%n",
        SOCKETS, worst.toMillis());
  }

  /** Bytes sent within TLS have passed through its buffers. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.INCLUDE, names = {"HEADER_VALUE", "BODY", "CHUNK_DATA",
      "CHUNK_EXTENSION", "TRAILER_VALUE", "TRAILER_OF_A_BAD_HOST", "PIPELINED_REQUESTS"})
  void bytesWithoutEndWithinTls_serverLives(BytesWithoutEnd place) throws Exception {
    var flood = Flood.unbounded(place, clock);
    var attacks = new ArrayList<Attack>();
    for (int i = 0; i < ATTACKERS; i++) {
      attacks.add(() -> {
        var plain = BytesWithoutEnd.connect(secure.uri().getPort());
        try (var socket = trusting.createSocket(plain, "localhost", plain.getPort(), true)) {
          ((SSLSocket) socket).startHandshake();
          flood.over(socket, place.request("POST", "/nowhere", ""), THREE_HEAPS);
        }
        return null;
      });
    }

    run(attacks);

    assertUnharmed();
    assertServesWithinTls();
  }

  private static void assertServesWithinTls() throws IOException {
    try (var plain = BytesWithoutEnd.connect(secure.uri().getPort());
        var socket = trusting.createSocket(plain, "localhost", plain.getPort(), true)) {
      socket.setSoTimeout(HANG_MILLIS);
      send(socket, TestServer.get("/livez").getBytes());
      assertThat(new String(socket.getInputStream().readNBytes(12))).isEqualTo("HTTP/1.1 200");
    }
  }

  /** One connection and its bytes. */
  private interface Attack extends Callable<Void> {}

  private static List<Attack> attacks(Flood flood, List<String> users) {
    var attacks = new ArrayList<Attack>();
    switch (flood.place().kind()) {
      case REQUEST -> {
        addRequests(attacks, flood, open, users.isEmpty() ? openRoutes : harmlessRoutes(), "");
        addRequests(attacks, flood, closed, closedRoutes, "");
        addRequests(attacks, flood, closed, closedRoutes, LOGGED_IN);
      }
      case SOCKET -> users.forEach(user -> {
        attacks.add(() -> overSocket(flood, open, user));
        attacks.add(() -> overSocket(flood, closed, NOBODY));
      });
      default -> {
        for (int i = 0; i < ATTACKERS; i++) {
          attacks.add(() -> flood(flood, secure, flood.place().first(), SOCKET_BYTES));
        }
      }
    }
    return attacks;
  }

  /** Returns the open routes except the reset, which an empty object would trigger. */
  private static List<Route> harmlessRoutes() {
    return openRoutes.stream().filter(route -> !route.template().equals("/test/reset")).toList();
  }

  private static void addRequests(List<Attack> attacks, Flood flood, ServerProcess server,
      List<Route> routes, String headers) {
    for (var route : routes) {
      var path = route.template().replaceAll("\\{\\w+}", NOBODY);
      long most = path.equals("/send") ? THREE_HEAPS : SOME_BYTES;
      attacks.add(() ->
          flood(flood, server, flood.place().request(route.method(), path, headers), most));
    }
    attacks.add(() ->
        flood(flood, server, flood.place().request("POST", "/nowhere", headers), THREE_HEAPS));
  }

  private static Void overSocket(Flood flood, ServerProcess server, String user)
      throws IOException {
    try (var socket = upgraded(server, user)) {
      flood.over(socket, flood.place().first(), SOCKET_BYTES);
    }
    return null;
  }

  private static Void flood(Flood flood, ServerProcess server, byte[] first, long most)
      throws IOException {
    try (var socket = BytesWithoutEnd.connect(server.uri().getPort())) {
      flood.over(socket, first, most);
    }
    return null;
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(List<Attack> attacks) throws Exception {
    var pool = Executors.newFixedThreadPool(ATTACKERS);
    try {
      for (var attack : pool.invokeAll(attacks)) {
        attack.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private interface Step {
    void run() throws Exception;
  }

  /** Runs a step beside other clients and returns their longest response time. */
  private static Duration besideOthers(Step step) throws Exception {
    try (var others = new OtherClients(
        open.uri().getPort(), closed.uri().getPort(), HANG_MILLIS)) {
      step.run();
      return others.worst();
    }
  }

  private void assertUnharmed() throws Exception {
    assertUnharmed(open, openBytes);
    assertUnharmed(closed, closedBytes);
    assertUnharmed(secure, secureBytes);
  }

  private static void assertUnharmed(ServerProcess server, long bytes) throws Exception {
    assertThat(server.jvm().isAlive()).isTrue();
    Eventually.that("as many bytes are counted as before", () -> bytesUsed(server) == bytes);
  }

  private static List<String> signUp(int count) {
    var users = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      users.add(toOpen.signUp("01" + (100_000_000 + i)));
    }
    return users;
  }

  private static void leave(List<String> users) throws Exception {
    for (var user : users) {
      assertThat(toOpen.delete("/users/" + user).status()).isEqualTo(200);
    }
  }

  private static Socket upgraded(ServerProcess server, String user)
      throws IOException {
    var socket = BytesWithoutEnd.connect(server.uri().getPort());
    socket.setSoTimeout(HANG_MILLIS);
    send(socket, RawWebSocket.handshake(server.uri().getPort(), "/ws/" + user, ""));
    assertThat(new String(socket.getInputStream().readNBytes(12))).isEqualTo("HTTP/1.1 101");
    return socket;
  }

  private static void send(Socket socket, byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  private static long bytesUsed(ServerProcess server) {
    if (server.equals(secure)) {
      return 0; // the JDK's client does not trust this server, which stores no data
    }
    return stats(server.equals(open) ? toOpen : toClosed).get("bytes").get("used").asLong();
  }

  private static JsonNode stats(Caller caller) {
    return caller.call(caller.request("/stats")
        .header("Authorization", "Bearer " + ADMIN_TOKEN).timeout(Eventually.LIMIT).build()).json();
  }
}
