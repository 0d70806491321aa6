package io.ramtalk.cli;

import io.ramtalk.Eventually;
import io.ramtalk.Tools;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Certificates that no system trusts, made by the JDK's own keytool. */
final class Certificates {
  static final String LOOPBACK = "dns:localhost,ip:127.0.0.1";

  private static final String PASSWORD = "not-secret";

  private final Path folder;

  Certificates(Path folder) {
    this.folder = folder;
  }

  /** Creates a self-signed certificate for the given subject names. */
  void selfSigned(String name, String subjects) throws Exception {
    keytool(name, "-ext", "san=" + subjects);
  }

  /**
   * Creates a certificate for the loopback address, and the certificate authority that signs it.
   */
  void signed(String name, String signer) throws Exception {
    keytool(signer, "-ext", "bc:c");
    keytool(name, "-ext", "san=" + LOOPBACK, "-signer", signer);
  }

  /** Returns a file that holds the certificate in PEM. */
  Path pem(String name) throws IOException, GeneralSecurityException {
    return pem(name, "CERTIFICATE", store().getCertificate(name).getEncoded());
  }

  /** Returns a file that holds the key in PEM. */
  Path key(String name) throws IOException, GeneralSecurityException {
    var key = store().getKey(name, PASSWORD.toCharArray());
    return pem(name, "PRIVATE KEY", key.getEncoded());
  }

  /** Returns the TLS context of a server with this certificate. */
  SSLContext server(String name) throws IOException, GeneralSecurityException {
    var all = store();
    var one = KeyStore.getInstance("PKCS12");
    one.load(null, null);
    one.setKeyEntry(name, all.getKey(name, PASSWORD.toCharArray()), PASSWORD.toCharArray(),
        all.getCertificateChain(name));
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(one, PASSWORD.toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private KeyStore store() throws IOException, GeneralSecurityException {
    return KeyStore.getInstance(folder.resolve("keys.p12").toFile(), PASSWORD.toCharArray());
  }

  private Path pem(String name, String label, byte[] der) throws IOException {
    return Files.writeString(folder.resolve(name + "-" + label.replace(' ', '-') + ".pem"),
        "Of " + name + "\n-----BEGIN " + label + "-----\n"
            + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label + "-----\n");
  }

  private void keytool(String name, String... options) throws Exception {
    var command = new ArrayList<>(List.of(
        Tools.require("keytool").toString(), "-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC",
        "-genkeypair", "-keystore", folder.resolve("keys.p12").toString(), "-storetype", "PKCS12",
        "-storepass", PASSWORD, "-keyalg", "EC", "-validity", "2", "-alias", name,
        "-dname", "CN=" + name));
    command.addAll(List.of(options));
    var log = folder.resolve("keytool.log").toFile();
    var process = new ProcessBuilder(command).redirectInput(new File("/dev/null"))
        .redirectErrorStream(true).redirectOutput(log).start();
    if (Eventually.exits(process) != 0) {
      throw new IllegalStateException("keytool: " + Files.readString(log.toPath()));
    }
  }
}
