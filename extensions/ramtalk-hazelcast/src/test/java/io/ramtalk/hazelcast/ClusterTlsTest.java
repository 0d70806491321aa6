package io.ramtalk.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Certificates;
import io.ramtalk.Draft;
import io.ramtalk.Eventually;
import io.ramtalk.RamTalk;
import io.ramtalk.server.command.MutualTls;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two members of three with certificates of one authority, and strangers at their port. */
final class ClusterTlsTest {
  private static final int MESSAGES = 200;
  private static final int STRANGERS = 30;
  private static final String GREETING = "HZC"; // that of Hazelcast's members

  @TempDir
  private static Path folder;
  private static Certificates certificates;
  private static List<ClusterSettings> settings;
  private static HazelcastEngine first;
  private static HazelcastEngine second;
  private static RamTalk here;
  private static RamTalk there;

  @BeforeAll
  static void startMembers() throws Exception {
    certificates = new Certificates(folder);
    certificates.authority("authority");
    certificates.signed("first", "authority");
    certificates.signed("second", "authority");
    certificates.selfSigned("stranger", Certificates.LOOPBACK);
    settings = TestCluster.settings(3);
    first = HazelcastEngine.join(settings.get(0), identity("first"));
    here = RamTalk.builder().engine(first).mailboxCapacity(MESSAGES).build();
    second = HazelcastEngine.join(settings.get(1), identity("second"));
    there = RamTalk.builder().engine(second).mailboxCapacity(MESSAGES).build();
    Eventually.that("both members have joined", () -> second.cluster().hasQuorum());
  }

  @AfterAll
  static void stopMembers() {
    here.close();
    there.close();
  }

  private static SSLContext identity(String name) throws IOException, GeneralSecurityException {
    return MutualTls.load(
        certificates.pem(name), certificates.key(name), certificates.pem("authority"));
  }

  @Test
  void textsLongerThanARecord_arriveInOrder() {
    var ana = here.signUp("01711111111").user().id();
    var bo = there.signUp("01722222222").user().id();

    for (int i = 0; i < MESSAGES; i++) {
      here.send(Draft.of(ana, bo).text(text(i)));
    }

    var received = there.lease(bo, MESSAGES, Duration.ofMinutes(1)).messages();
    assertThat(received).hasSize(MESSAGES);
    for (int i = 0; i < MESSAGES; i++) {
      assertThat(received.get(i).text()).isEqualTo(text(i));
    }
  }

  /** Returns a text; a lease of all is many times as long as one record of TLS. */
  private static String text(int number) {
    return number + " " + "x".repeat(4_000);
  }

  @Test
  void member_isGreeted() throws Exception {
    assertThat(greeting(identity("second"))).isEqualTo(GREETING);
  }

  @Test
  void strangerWithCertificateOfItsOwn_isDisconnected() throws Exception {
    assertThat(greeting(identity("stranger"))).isEmpty();
  }

  @Test
  void strangerWithoutCertificate_isDisconnected() throws Exception {
    assertThat(greeting(withoutKey())).isEmpty();
  }

  @Test
  void strangerWithOlderTls_isDisconnected() throws Exception {
    assertThat(greeting(identity("second"), "TLSv1.2")).isEmpty();
  }

  private static SSLContext withoutKey() throws IOException, GeneralSecurityException {
    var context = SSLContext.getInstance("TLS");
    context.init(null, certificates.trust("authority"), null);
    return context;
  }

  /** Returns what the first member responds to a greeting, or an empty text if it hangs up. */
  private static String greeting(SSLContext tls, String... protocols) throws IOException {
    var endpoint = settings.get(0).self();
    try (var socket = (SSLSocket) tls.getSocketFactory()
        .createSocket(endpoint.address(), endpoint.port())) {
      if (protocols.length > 0) {
        socket.setEnabledProtocols(protocols);
      }
      return response(socket, GREETING);
    }
  }

  private static String response(Socket socket, String text) throws IOException {
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      return new String(
          socket.getInputStream().readNBytes(GREETING.length()), StandardCharsets.US_ASCII);
    } catch (SSLException | SocketException e) {
      return "";
    }
  }

  @Test
  void strangerWhoSaysNothing_isDisconnected() throws Exception {
    var endpoint = settings.get(0).self();
    try (var socket = new Socket(endpoint.address(), endpoint.port())) {
      assertThat(response(socket, "")).isEmpty();
    }
  }

  @Test
  void manyStrangers_oneLinePerSecondInTheLog() throws Exception {
    var root = Logger.getLogger("");
    var lines = new ConcurrentLinkedQueue<LogRecord>();
    var handler = new Handler() {
      @Override
      public void publish(LogRecord line) {
        if (line.getLevel().intValue() >= Level.WARNING.intValue()
            && line.getLoggerName().endsWith("Connection")) {
          lines.add(line);
        }
      }

      @Override
      public void flush() {
        // There is no buffer.
      }

      @Override
      public void close() {
        // There is no resource.
      }
    };
    root.addHandler(handler);
    long began = System.nanoTime();
    try {
      for (int i = 0; i < STRANGERS; i++) {
        assertThat(knock()).isEmpty();
      }
      Eventually.that("a stranger is in the log", () -> !knock().isEmpty() || !lines.isEmpty());
    } finally {
      root.removeHandler(handler);
    }

    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
    assertThat(lines).hasSizeBetween(1, (int) seconds + 1).allSatisfy(line -> {
      assertThat(line.getLoggerName()).endsWith(".TlsConnection");
      assertThat(line.getThrown()).isNull();
      assertThat(new SimpleFormatter().format(line)).contains("TLS with /127.0.0.1:", " failed: ");
    });
  }

  @Test
  void strangerWhoSpeaksPlainly_isDisconnected() throws Exception {
    assertThat(knock()).isEmpty();
  }

  private static String knock() throws IOException {
    var endpoint = settings.get(0).self();
    try (var socket = new Socket(endpoint.address(), endpoint.port())) {
      return response(socket, GREETING + "and more of it");
    }
  }
}
