package io.ramtalk.server.command;

import io.ramtalk.server.internal.http.Tls;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;

/**
 * Loads the keys of peers that authenticate each other by TLS, from PEM files (RFC 7468).
 *
 * <p><b>Threads:</b> any number.
 */
public final class MutualTls {
  private MutualTls() {}

  /**
   * Loads the TLS context of one peer.
   *
   * @param certificates a file with the certificate of this peer first, followed by its chain
   * @param key a file with the private key of the first certificate, PKCS #8, not encrypted
   * @param authorities a file with the certificates that are trusted, and those whose signatures
   *     are trusted; at most 1 MiB, as each file
   * @return the context, for both ends of a connection
   * @throws IOException if a file cannot be read
   * @throws GeneralSecurityException if the content of a file is invalid; the message names the
   *     file and says what to do
   */
  public static SSLContext load(Path certificates, Path key, Path authorities)
      throws IOException, GeneralSecurityException {
    return Tls.load(certificates, key, authorities);
  }
}
