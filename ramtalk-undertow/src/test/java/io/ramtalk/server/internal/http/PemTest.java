package io.ramtalk.server.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ramtalk.server.Certificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PemTest {
  private static final int RSA_BITS = 2048; // the larger default of newer JDKs takes seconds

  @TempDir
  private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "Ed25519", "Ed448"})
  void privateKey_pkcs8_read(String algorithm) throws Exception {
    var key = key(algorithm);

    assertThat(Pem.privateKey(file(pem("PRIVATE KEY", key)))).isEqualTo(key);
  }

  @Test
  void privateKey_otherBlocksTextAndLineEnds_skipped() throws Exception {
    var key = key("EC");
    var text = "Bag Attributes\n    friendlyName: x\n" + Certificates.pem("EC PARAMETERS",
        new byte[3]) + pem("PRIVATE KEY", key) + pem("RSA PRIVATE KEY", key("RSA"));

    assertThat(Pem.privateKey(file(text))).isEqualTo(key);
    assertThat(Pem.privateKey(file(text.replace("\n", "\r\n")))).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA PRIVATE KEY", "EC PRIVATE KEY"})
  void privateKey_notPkcs8_refusedWithTheCommandThatConvertsIt(String label) throws Exception {
    var file = file(pem(label, key("EC")));

    assertThatThrownBy(() -> Pem.privateKey(file)).isInstanceOf(GeneralSecurityException.class)
        .hasMessage("The key in " + file + " is not PKCS#8; convert it: openssl pkcs8 -topk8"
            + " -nocrypt -in " + file + " -out " + file + ".pkcs8");
  }

  @Test
  void privateKey_encrypted_refusedWithTheCommandThatDecryptsIt() throws Exception {
    var file = file(pem("ENCRYPTED PRIVATE KEY", key("EC")));

    assertThatThrownBy(() -> Pem.privateKey(file)).isInstanceOf(GeneralSecurityException.class)
        .hasMessage("The key in " + file + " is encrypted; decrypt it: openssl pkcs8 -in " + file
            + " -out " + file + ".pkcs8");
  }

  @ParameterizedTest
  @CsvSource({
    "'', No private key in ",
    "hello, No private key in ",
    "'-----BEGIN PUBLIC KEY-----AA==-----END PUBLIC KEY-----', No private key in ",
    "'-----BEGIN PRIVATE KEY-----', is truncated",
    "'-----BEGIN PRIVATE KEY', is truncated",
    "'-----BEGIN PRIVATE KEY-----AAAA-----END PUBLIC KEY-----', is truncated",
    "'-----BEGIN PRIVATE KEY-----A*==-----END PRIVATE KEY-----', is not valid base64",
    "'-----BEGIN PRIVATE KEY-----AAAA-----END PRIVATE KEY-----', is damaged",
    "'-----BEGIN PRIVATE KEY----------END PRIVATE KEY-----', is damaged",
  })
  void privateKey_brokenFile_refusedByName(String text, String fault) throws IOException {
    var file = file(text);

    assertThatThrownBy(() -> Pem.privateKey(file)).isInstanceOf(GeneralSecurityException.class)
        .hasMessageContaining(fault).hasMessageContaining(file.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "'', No certificate in ",
    "'-----BEGIN PRIVATE KEY-----AA==-----END PRIVATE KEY-----', No certificate in ",
    "'-----BEGIN CERTIFICATE-----AA', is truncated",
    "'-----BEGIN CERTIFICATE-----????-----END CERTIFICATE-----', is not valid base64",
    "'-----BEGIN CERTIFICATE-----AAAA-----END CERTIFICATE-----', Certificate 1 in ",
    "'-----BEGIN CERTIFICATE----------END CERTIFICATE-----', Certificate 1 in ",
  })
  void certificates_brokenFile_refusedByName(String text, String fault) throws IOException {
    var file = file(text);

    assertThatThrownBy(() -> Pem.certificates(file)).isInstanceOf(GeneralSecurityException.class)
        .hasMessageContaining(fault).hasMessageContaining(file.toString());
  }

  @Test
  void file_missing_refusedByName() {
    var file = directory.resolve("missing.pem");

    assertThatThrownBy(() -> Pem.privateKey(file)).isInstanceOf(IOException.class)
        .hasMessageStartingWith("Cannot read " + file);
    assertThatThrownBy(() -> Pem.certificates(directory)).isInstanceOf(IOException.class)
        .hasMessageStartingWith("Cannot read " + directory);
  }

  @Test
  void file_long_readUpToTheBound() throws Exception {
    var key = pem("PRIVATE KEY", key("EC"));
    var room = "x".repeat(Pem.MAX_FILE_BYTES - key.length());

    assertThat(Pem.privateKey(file(room + key))).isNotNull();
    var tooLong = file("x" + room + key);
    assertThatThrownBy(() -> Pem.privateKey(tooLong)).isInstanceOf(IOException.class)
        .hasMessage(tooLong + " is longer than 1048576 bytes");
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("some.pem"), text);
  }

  private static PrivateKey key(String algorithm) throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance(algorithm);
    if (algorithm.equals("RSA")) {
      generator.initialize(RSA_BITS);
    }
    return generator.generateKeyPair().getPrivate();
  }

  private static String pem(String label, PrivateKey key) {
    return Certificates.pem(label, key.getEncoded());
  }
}
