package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ramtalk.Eventually;
import io.ramtalk.VirtualClock;
import io.ramtalk.server.internal.http.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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
 * Servers with a heap of 64 MB, and clients that send bytes without end at every place a byte can
 * stand: for every route and for none, logged in and not. The servers live, serve others
 * meanwhile, and afterwards count what they counted before.
 *
 * <p>{@code -Dramtalk.endless.seconds=600} goes on for so long at each place.
 */
@Tag("long")
final class HostileBytesTest {
  private static final long SECONDS = Long.getLong("ramtalk.endless.seconds", 0);
  private static final int HANG_MILLIS = RawConnection.TIMEOUT_MILLIS;
  private static final List<String> FLAGS =
      List.of("-Xmx64m", "-XX:+ExitOnOutOfMemoryError", "-XX:-UsePerfData");
  private static final long THREE_HEAPS = 3L * (64 << 20);
  private static final long SOME_BYTES = 256 << 10;
  private static final long SOCKET_BYTES = 4 << 20;
  private static final int ATTACKERS = 8;
  private static final int SOCKETS = 640;
  private static final int SOCKETS_PER_USER = 16;
  private static final int PART_BYTES = 90_000;

  /** How long a server may leave bytes unread before an attacker tries elsewhere. */
  private static final long STUCK_MILLIS = 500;
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

  private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor();
  private final AtomicLong sent = new AtomicLong();
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
    watchdog.shutdownNow();
  }

  @ParameterizedTest
  @EnumSource
  void bytesWithoutEnd_serversLive(BytesWithoutEnd place) throws Exception {
    var users = place.kind() == BytesWithoutEnd.Kind.SOCKET ? signUp(ATTACKERS) : List.<String>of();
    var attacks = attacks(place, users);

    var worst = besideOthers(() -> {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
      do {
        run(attacks);
      } while (System.nanoTime() < end);
    });

    leave(users);
    assertUnharmed();
    System.out.printf("HostileBytesTest: %s: %d connections, %d MB, others answered within %d ms%n",
        place, attacks.size(), sent.get() >> 20, worst.toMillis());
  }

  /** Each of them is nearly as long as a message may be. */
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
    var attacks = new ArrayList<Attack>();
    for (int i = 0; i < ATTACKERS; i++) {
      attacks.add(() -> {
        var plain = BytesWithoutEnd.connect(secure.uri().getPort());
        try (var socket = trusting.createSocket(plain, "localhost", plain.getPort(), true)) {
          ((SSLSocket) socket).startHandshake();
          flood(place, socket, place.request("POST", "/nowhere", ""), THREE_HEAPS);
        }
        return null;
      });
    }

    run(attacks);

    assertUnharmed();
    try (var plain = BytesWithoutEnd.connect(secure.uri().getPort());
        var socket = trusting.createSocket(plain, "localhost", plain.getPort(), true)) {
      socket.setSoTimeout(HANG_MILLIS);
      send(socket, TestServer.get("/livez").getBytes());
      assertThat(new String(socket.getInputStream().readNBytes(12))).isEqualTo("HTTP/1.1 200");
    }
  }

  /** One connection and its bytes. */
  private interface Attack extends Callable<Void> {}

  private List<Attack> attacks(BytesWithoutEnd place, List<String> users) {
    var attacks = new ArrayList<Attack>();
    switch (place.kind()) {
      case REQUEST -> {
        addRequests(attacks, place, open, openRoutes, "");
        addRequests(attacks, place, closed, closedRoutes, "");
        addRequests(attacks, place, closed, closedRoutes, LOGGED_IN);
      }
      case SOCKET -> users.forEach(user -> {
        attacks.add(() -> overSocket(place, open, user));
        attacks.add(() -> overSocket(place, closed, NOBODY));
      });
      default -> {
        for (int i = 0; i < ATTACKERS; i++) {
          attacks.add(() -> flood(place, secure, place.first(), SOCKET_BYTES));
        }
      }
    }
    return attacks;
  }

  private void addRequests(List<Attack> attacks, BytesWithoutEnd place, ServerProcess server,
      List<Route> routes, String headers) {
    for (var route : routes) {
      var path = route.template().replaceAll("\\{\\w+}", NOBODY);
      long most = path.equals("/send") ? THREE_HEAPS : SOME_BYTES;
      attacks.add(() ->
          flood(place, server, place.request(route.method(), path, headers), most));
    }
    attacks.add(() ->
        flood(place, server, place.request("POST", "/nowhere", headers), THREE_HEAPS));
  }

  private Void overSocket(
      BytesWithoutEnd place, ServerProcess server, String user) throws Exception {
    try (var socket = upgraded(server, user)) {
      flood(place, socket, place.first(), SOCKET_BYTES);
    }
    return null;
  }

  private Void flood(BytesWithoutEnd place, ServerProcess server, byte[] first, long most)
      throws IOException {
    try (var socket = BytesWithoutEnd.connect(server.uri().getPort())) {
      flood(place, socket, first, most);
    }
    return null;
  }

  /** Gives up when a server neither reads on nor closes, which is its right. */
  private void flood(BytesWithoutEnd place, Socket socket, byte[] first, long most) {
    var count = new AtomicLong();
    var last = new AtomicLong(-1);
    var watch = watchdog.scheduleWithFixedDelay(() -> {
      if (last.getAndSet(count.get()) == count.get()) {
        close(socket);
      }
    }, STUCK_MILLIS, STUCK_MILLIS, TimeUnit.MILLISECONDS);
    place.flood(socket, first, most, count);
    watch.cancel(false);
    sent.addAndGet(count.get());
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

  /** Runs something while others are served, and returns how long those waited at most. */
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
      return 0; // the JDK's client does not trust it, and nothing is stored there
    }
    return stats(server.equals(open) ? toOpen : toClosed).get("bytes").get("used").asLong();
  }

  private static JsonNode stats(Caller caller) {
    return caller.call(caller.request("/stats")
        .header("Authorization", "Bearer " + ADMIN_TOKEN).timeout(Eventually.LIMIT).build()).json();
  }
}
