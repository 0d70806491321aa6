package io.ramtalk.cli.internal.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The certificates that TLS connections trust: those in a file and the ones signed by them, or
 * without a file, those that the JDK trusts.
 *
 * <p><b>Threads:</b> any number.
 */
public final class Trust {
  /* The file and the classes of TLS are loaded on the first connection that needs them, because
   * that takes longer than a whole command over plain HTTP. */
  private final @Nullable Path certificates;
  private @Nullable SSLSocketFactory sockets;

  /**
   * Sets the certificates to trust.
   *
   * @param certificates a file of certificates in PEM, or null
   */
  public Trust(@Nullable Path certificates) {
    this.certificates = certificates;
  }

  /** Returns whether an address uses TLS. */
  public static boolean isAskedFor(URL address) {
    return address.getProtocol().equals("https");
  }

  /** Restricts the trust of a TLS connection before it is established. */
  void apply(HttpURLConnection connection) {
    if (certificates != null) {
      ((HttpsURLConnection) connection).setSSLSocketFactory(sockets(certificates));
    }
  }

  /** Returns the reason why a TLS connection failed. */
  static @Nullable String reason(IOException fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertPathBuilderException) {
        return "its certificate is not signed by a trusted authority; use --cacert FILE to trust "
            + "the certificates in a file";
      }
    }
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException || cause instanceof CertPathValidatorException) {
        return "its certificate is not valid: " + cause.getMessage();
      }
    }
    return fault.getMessage();
  }

  private synchronized SSLSocketFactory sockets(Path file) {
    if (sockets == null) {
      try {
        sockets = trusting(read(file));
      } catch (GeneralSecurityException | IOException e) {
        throw Failure.usage("--cacert: " + file + " has no PEM certificates: "
            + e.getMessage());
      }
    }
    return sockets;
  }

  private static KeyStore read(Path file) throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    var bytes = new ByteArrayInputStream(Input.file(file));
    for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(bytes)) {
      store.setCertificateEntry(Integer.toString(store.size()), certificate);
    }
    if (store.size() == 0) {
      throw new CertificateException("no certificate was found");
    }
    return store;
  }

  private static SSLSocketFactory trusting(KeyStore certificates) throws GeneralSecurityException {
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(certificates);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context.getSocketFactory();
  }
}
