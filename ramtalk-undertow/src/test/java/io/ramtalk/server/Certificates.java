package io.ramtalk.server;

import io.ramtalk.Eventually;
import io.ramtalk.Tools;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Keys and certificates for localhost, made by the JDK's keytool and written as PEM files. */
public final class Certificates {
  private static final String PASSWORD = "not-secret";

  private final Path directory;
  private final Path store;

  Certificates(Path directory) {
    this.directory = directory;
    store = directory.resolve("keys.p12");
  }

  /** A certificate chain and a private key, as PEM files; the chain also as objects. */
  public record Identity(Path certificates, Path key, List<Certificate> chain) {
    Certificate root() {
      return chain.get(chain.size() - 1);
    }

    /** Returns a TLS context that trusts only the root. */
    SSLContext trusting() throws GeneralSecurityException, IOException {
      return Certificates.trusting(root());
    }
  }

  static SSLContext trusting(Certificate root) throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("trusted", root);
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /** Makes a self-signed certificate; the options set the type of its key. */
  Identity selfSigned(String name, String... options) throws Exception {
    keytool(name, options);
    return export(name);
  }

  /** Makes a certificate signed by an intermediate; the file leaves out the root certificate. */
  Identity chained(String name) throws Exception {
    keytool("root", "-keyalg", "EC", "-ext", "bc:c");
    keytool("between", "-keyalg", "EC", "-ext", "bc:c", "-signer", "root");
    keytool(name, "-keyalg", "EC", "-signer", "between");
    return export(name);
  }

  private void keytool(String name, String... options) throws Exception {
    var command = new ArrayList<>(List.of(
        Tools.require("keytool").toString(), "-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC",
        "-genkeypair", "-keystore", store.toString(), "-storetype", "PKCS12",
        "-storepass", PASSWORD,
        "-alias", name, "-dname", "CN=" + name, "-validity", "2",
        "-ext", "san=dns:localhost,ip:127.0.0.1"));
    command.addAll(List.of(options));
    var log = directory.resolve("keytool.log").toFile();
    var process = new ProcessBuilder(command).redirectInput(new File("/dev/null"))
        .redirectErrorStream(true).redirectOutput(log).start();
    if (Eventually.exits(process) != 0) {
      throw new IllegalStateException("keytool: " + Files.readString(log.toPath()));
    }
  }

  private Identity export(String name) throws IOException, GeneralSecurityException {
    var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    var chain = List.of(keys.getCertificateChain(name));
    var certificates = directory.resolve(name + ".crt");
    var text = new StringBuilder("Subject: " + name + "\n");
    for (var certificate : chain.subList(0, Math.max(1, chain.size() - 1))) {
      text.append(pem("CERTIFICATE", certificate.getEncoded()));
    }
    Files.writeString(certificates, text);
    return new Identity(certificates, export(name, keys.getKey(name, PASSWORD.toCharArray())),
        chain);
  }

  private Path export(String name, Key key) throws IOException {
    return Files.writeString(
        directory.resolve(name + ".key"), pem("PRIVATE KEY", key.getEncoded()));
  }

  public static String pem(String label, byte[] der) {
    return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'})
        .encodeToString(der) + "\n-----END " + label + "-----\n";
  }
}
