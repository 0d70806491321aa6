package io.ramtalk.server.internal.http;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Sequence;

/**
 * TLS 1.3 (RFC 8446) and 1.2 (RFC 5246) with the JDK's engine. Older versions are disabled. The
 * cipher suites are authenticated and have forward secrecy (RFC 9325, section 4.2).
 */
public final class Tls {
  /* The JDK disables older versions too, unless the machine's java.security enables them. These
   * settings do not depend on that file. */
  static final OptionMap OPTIONS = OptionMap.builder()
      .set(Options.SSL_ENABLED_PROTOCOLS, Sequence.of("TLSv1.3", "TLSv1.2"))
      .set(Options.SSL_ENABLED_CIPHER_SUITES, Sequence.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"))
      .getMap();

  /** The key store exists only in this process, so a password would protect nothing. */
  private static final char[] NO_PASSWORD = {};

  private Tls() {}

  /**
   * Loads the TLS context of a server.
   *
   * @param certificates a PEM file with the server's certificate first, followed by its chain
   * @param key a PEM file with the private key of the first certificate, PKCS#8, not encrypted
   * @throws IOException if a file cannot be read
   * @throws GeneralSecurityException if the content of a file is invalid; the message names the
   *     file and says what to do
   */
  public static SSLContext load(Path certificates, Path key)
      throws IOException, GeneralSecurityException {
    return load(certificates, key, null);
  }

  /**
   * Loads the TLS context of a peer that authenticates other peers.
   *
   * @param certificates a PEM file with the certificate of this peer first, followed by its chain
   * @param key a PEM file with the private key of the first certificate, PKCS#8, not encrypted
   * @param authorities a PEM file with the certificates that are trusted, and those whose
   *     signatures are trusted; null to trust the authorities of the JDK
   * @throws IOException if a file cannot be read
   * @throws GeneralSecurityException if the content of a file is invalid; the message names the
   *     file and says what to do
   */
  public static SSLContext load(Path certificates, Path key, @Nullable Path authorities)
      throws IOException, GeneralSecurityException {
    var chain = Pem.certificates(certificates);
    var privateKey = Pem.privateKey(key);
    if (!belongTogether(privateKey, chain.get(0).getPublicKey())) {
      throw new GeneralSecurityException("The key in " + key + " does not belong to the first"
          + " certificate in " + certificates);
    }
    return context(
        chain, privateKey, authorities == null ? null : trust(Pem.certificates(authorities)));
  }

  /** Tests a signature by the key with the public key, which works for every algorithm. */
  private static boolean belongTogether(PrivateKey key, PublicKey publicKey)
      throws GeneralSecurityException {
    if (!key.getAlgorithm().equals(publicKey.getAlgorithm())) {
      return false;
    }
    var signature = Signature.getInstance(switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> key.getAlgorithm();
    });
    signature.initSign(key);
    signature.update(publicKey.getEncoded());
    var signed = signature.sign();
    signature.initVerify(publicKey);
    signature.update(publicKey.getEncoded());
    try {
      return signature.verify(signed);
    } catch (SignatureException e) {
      return false; // a signature of another length comes from another key
    }
  }

  private static TrustManager[] trust(List<? extends Certificate> authorities)
      throws IOException, GeneralSecurityException {
    var store = newStore();
    for (int i = 0; i < authorities.size(); i++) {
      store.setCertificateEntry("authority" + i, authorities.get(i));
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    return trust.getTrustManagers();
  }

  private static KeyStore newStore() throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }

  private static SSLContext context(List<? extends Certificate> chain, PrivateKey key,
      TrustManager @Nullable [] trust) throws IOException, GeneralSecurityException {
    var store = newStore();
    store.setKeyEntry("ramtalk", key, NO_PASSWORD, chain.toArray(new Certificate[0]));
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, NO_PASSWORD);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust, null);
    return context;
  }
}
