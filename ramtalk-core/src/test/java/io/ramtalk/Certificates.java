package io.ramtalk;

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
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Certificates that no system trusts, made by the JDK's own keytool. */
public final class Certificates {
  /** The subject names of a server on this machine. */
  public static final String LOOPBACK = "dns:localhost,ip:127.0.0.1";

  private static final String PASSWORD = "not-secret";

  private final Path folder;

  /**
   * Creates certificates in a folder.
   *
   * @param folder the folder for all files
   */
  public Certificates(Path folder) {
    this.folder = folder;
  }

  /**
   * Creates a self-signed certificate.
   *
   * @param name the name of the certificate
   * @param subjects the subject names
   * @throws Exception if keytool fails
   */
  public void selfSigned(String name, String subjects) throws Exception {
    keytool(name, "-ext", "san=" + subjects);
  }

  /**
   * Creates the certificate of an authority.
   *
   * @param name the name of the authority
   * @throws Exception if keytool fails
   */
  public void authority(String name) throws Exception {
    keytool(name, "-ext", "bc:c");
  }

  /**
   * Creates a certificate for the loopback address.
   *
   * @param name the name of the certificate
   * @param signer the name of the authority that signs it
   * @throws Exception if keytool fails
   */
  public void signed(String name, String signer) throws Exception {
    keytool(name, "-ext", "san=" + LOOPBACK, "-signer", signer);
  }

  /**
   * Returns a file with a certificate in PEM format.
   *
   * @param name the name of the certificate
   * @return the file
   * @throws IOException if it cannot be written
   * @throws GeneralSecurityException if there is no such certificate
   */
  public Path pem(String name) throws IOException, GeneralSecurityException {
    return pem(name, "CERTIFICATE", store().getCertificate(name).getEncoded());
  }

  /**
   * Returns a file with the key of a certificate in PEM format.
   *
   * @param name the name of the certificate
   * @return the file
   * @throws IOException if it cannot be written
   * @throws GeneralSecurityException if there is no such key
   */
  public Path key(String name) throws IOException, GeneralSecurityException {
    var key = store().getKey(name, PASSWORD.toCharArray());
    return pem(name, "PRIVATE KEY", key.getEncoded());
  }

  /**
   * Returns the TLS context of a server.
   *
   * @param name the name of its certificate
   * @return the context
   * @throws IOException if the certificate cannot be read
   * @throws GeneralSecurityException if there is no such certificate
   */
  public SSLContext server(String name) throws IOException, GeneralSecurityException {
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

  /**
   * Returns trust in one certificate, or in the certificates that it signs.
   *
   * @param name the name of the certificate
   * @return the trust of a client
   * @throws IOException if the certificate cannot be read
   * @throws GeneralSecurityException if there is no such certificate
   */
  public TrustManager[] trust(String name) throws IOException, GeneralSecurityException {
    var one = KeyStore.getInstance("PKCS12");
    one.load(null, null);
    one.setCertificateEntry(name, store().getCertificate(name));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(one);
    return trust.getTrustManagers();
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
