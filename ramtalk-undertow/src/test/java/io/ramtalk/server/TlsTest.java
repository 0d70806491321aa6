package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ramtalk.Eventually;
import io.ramtalk.server.internal.http.ConnectionSettings;
import io.ramtalk.server.internal.http.Listener;
import io.ramtalk.server.internal.http.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TlsTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  @TempDir
  private static Path directory;

  private static Certificates.Identity rsa;
  private static Certificates.Identity ec;
  private static Certificates.Identity ed25519;
  private static Certificates.Identity chained;

  @BeforeAll
  static void makeCertificates() throws Exception {
    var certificates = new Certificates(directory);
    rsa = certificates.selfSigned("rsa", "-keyalg", "RSA", "-keysize", "2048");
    ec = certificates.selfSigned("ec", "-keyalg", "EC", "-groupname", "secp256r1");
    ed25519 = certificates.selfSigned("ed25519", "-keyalg", "Ed25519");
    chained = certificates.chained("chained");
  }

  @ParameterizedTest
  @CsvSource({"rsa, TLSv1.3", "rsa, TLSv1.2", "ec, TLSv1.3", "ec, TLSv1.2", "ed25519, TLSv1.3",
      "ed25519, TLSv1.2"})
  void listener_eachKindOfKey_spokenWith(String kind, String protocol) throws Exception {
    var response = get(identity(kind), identity(kind).root(), protocol);

    assertThat(response.body()).isEqualTo("https");
    assertThat(response.sslSession().orElseThrow().getProtocol()).isEqualTo(protocol);
  }

  @Test
  void listener_certificateBetween_sentToo() throws Exception {
    assertThat(chained.chain()).hasSize(3);

    assertThat(get(chained, chained.root(), "TLSv1.3").statusCode()).isEqualTo(200);
  }

  @Test
  void listener_certificateThatTheClientDoesNotTrust_refusedByTheClient() {
    assertThatThrownBy(() -> get(ec, rsa.root(), "TLSv1.3"))
        .isInstanceOf(SSLHandshakeException.class);
  }

  @Test
  void load_keyAndCertificatesInOneFile_read() throws Exception {
    var keys = Files.readString(ec.key());
    var both = Files.writeString(directory.resolve("both.pem"),
        keys + Files.readString(ec.certificates()));

    assertThat(Tls.load(both, both)).isNotNull();
  }

  /** The ClientHello of an older version, without support for newer ones. */
  @ParameterizedTest
  @ValueSource(strings = {"0300", "0301", "0302"})
  void listener_olderVersion_refused(String version) throws Exception {
    var listener = start(rsa);
    try (var socket = new Socket(ANY_PORT.getAddress(), port(listener))) {
      socket.setSoTimeout(RawConnection.TIMEOUT_MILLIS);
      socket.getOutputStream().write(HexFormat.of().parseHex("160301002f" + "0100002b" + version
          + "5a".repeat(32) + "00" + "0004" + "c013002f" + "0100"));

      var alert = socket.getInputStream().readNBytes(7);

      assertThat(HexFormat.of().formatHex(alert)).as("Fatal, protocol_version")
          .matches("1503..00020246");
    } finally {
      listener.stop();
    }
  }

  /**
   * Suites without forward secrecy (009c, 002f), with CBC (c013, c027) or with DHE (009e, 0033).
   */
  @ParameterizedTest
  @ValueSource(strings = {"009c", "002f", "c013", "c027", "009e", "0033"})
  void listener_weakCipherSuite_refused(String suite) throws Exception {
    var listener = start(rsa);
    try (var socket = new Socket(ANY_PORT.getAddress(), port(listener))) {
      socket.setSoTimeout(RawConnection.TIMEOUT_MILLIS);
      socket.getOutputStream().write(hello(suite));

      var alert = socket.getInputStream().readNBytes(7);

      assertThat(HexFormat.of().formatHex(alert)).as("Fatal, handshake_failure")
          .matches("1503..00020228");
    } finally {
      listener.stop();
    }
  }

  @Test
  void listener_strongCipherSuite_answered() throws Exception {
    var listener = start(rsa);
    try (var socket = new Socket(ANY_PORT.getAddress(), port(listener))) {
      socket.setSoTimeout(RawConnection.TIMEOUT_MILLIS);
      socket.getOutputStream().write(hello("c02f"));

      var record = socket.getInputStream().readNBytes(6);

      assertThat(HexFormat.of().formatHex(record)).as("ServerHello").matches("160303....02");
    } finally {
      listener.stop();
    }
  }

  /** Returns a ClientHello of TLS 1.2 with one suite and the most common curves and signatures. */
  private static byte[] hello(String suite) {
    var extensions = "000a00040002" + "0017" + "000b00020100" + "000d00080006" + "040108040805";
    var body = "0303" + "5a".repeat(32) + "00" + "0002" + suite + "0100"
        + "%04x".formatted(extensions.length() / 2) + extensions;
    return HexFormat.of().parseHex("160301" + "%04x".formatted(body.length() / 2 + 4)
        + "01" + "%06x".formatted(body.length() / 2) + body);
  }

  /** A browser that has visited once always uses TLS afterwards, except for {@code localhost}. */
  @ParameterizedTest
  @CsvSource(value = {"127.0.0.1, max-age=31536000", "localhost, null"}, nullValues = "null")
  void server_tellsBrowsersToStayWithTls(String host, String header) throws Exception {
    try (var server = RamTalkServer.builder().port(0).tls(Tls.load(rsa.certificates(), rsa.key()))
        .build().start()) {
      for (var path : List.of("/", "/livez", "/nowhere")) {
        var response = client(rsa.root(), "TLSv1.3").send(HttpRequest.newBuilder(
            URI.create("https://" + host + ":" + server.port() + path))
            .timeout(Eventually.LIMIT).build(),
            BodyHandlers.ofString());

        assertThat(response.headers().firstValue("Strict-Transport-Security").orElse(null))
            .as(path).isEqualTo(header);
      }
    }
  }

  @Test
  void load_keyOfAnotherCertificate_refused() throws Exception {
    var other = new Certificates(Files.createDirectory(directory.resolve("other")))
        .selfSigned("other", "-keyalg", "RSA", "-keysize", "2048");

    for (var wrong : new Path[] {rsa.key(), ed25519.key(), chained.key(), other.key()}) {
      assertThatThrownBy(() -> Tls.load(ec.certificates(), wrong))
          .isInstanceOf(GeneralSecurityException.class)
          .hasMessage("The key in " + wrong + " does not belong to the first certificate in "
              + ec.certificates());
    }
    assertThatThrownBy(() -> Tls.load(rsa.certificates(), other.key()))
        .hasMessageContaining("does not belong to the first certificate");
  }

  @Test
  void load_certificatesInTheWrongOrder_refused() throws Exception {
    var wrong = new StringBuilder();
    for (int i = 1; i >= 0; i--) {
      wrong.append(Certificates.pem("CERTIFICATE", chained.chain().get(i).getEncoded()));
    }
    var file = Files.writeString(directory.resolve("wrong-order.crt"), wrong);

    assertThatThrownBy(() -> Tls.load(file, chained.key()))
        .hasMessageContaining("does not belong to the first certificate");
  }

  private static Certificates.Identity identity(String kind) {
    return switch (kind) {
      case "rsa" -> rsa;
      case "ec" -> ec;
      default -> ed25519;
    };
  }

  private static Listener start(Certificates.Identity identity)
      throws IOException, GeneralSecurityException {
    var listener = new Listener(ANY_PORT, Tls.load(identity.certificates(), identity.key()),
        new ConnectionSettings(), address -> true);
    listener.start(exchange -> exchange.getResponseSender().send(exchange.getRequestScheme()));
    return listener;
  }

  private static int port(Listener listener) {
    return Objects.requireNonNull(listener.address()).getPort();
  }

  private static HttpResponse<String> get(
      Certificates.Identity identity, Certificate trusted, String protocol) throws Exception {
    var listener = start(identity);
    try {
      var uri = URI.create("https://localhost:" + port(listener) + "/");
      return client(trusted, protocol).send(
          HttpRequest.newBuilder(uri).timeout(Eventually.LIMIT).build(), BodyHandlers.ofString());
    } finally {
      listener.stop();
    }
  }

  private static HttpClient client(Certificate trusted, String protocol) throws Exception {
    return HttpClient.newBuilder().sslContext(Certificates.trusting(trusted))
        .connectTimeout(Eventually.LIMIT)
        .version(HttpClient.Version.HTTP_1_1)
        .sslParameters(new SSLParameters(null, new String[] {protocol})).build();
  }
}
