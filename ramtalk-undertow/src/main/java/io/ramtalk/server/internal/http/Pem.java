package io.ramtalk.server.internal.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Reads certificates and keys from PEM files (RFC 7468); text between the blocks is skipped. */
public final class Pem {
  static final int MAX_FILE_BYTES = 1 << 20;

  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";
  private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "EdDSA");

  private final Path file;
  private final List<Block> blocks;

  private Pem(Path file) throws IOException, GeneralSecurityException {
    this.file = file;
    blocks = blocks(read(file));
  }

  /** A block between its BEGIN and END lines. */
  private record Block(String label, String base64) {}

  /** Returns the certificates of a file in their order; there is at least one. */
  static List<Certificate> certificates(Path file) throws IOException, GeneralSecurityException {
    return new Pem(file).certificates();
  }

  /** Returns the first private key of a file: RSA, EC or EdDSA. */
  static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
    return new Pem(file).privateKey();
  }

  private static String read(Path file) throws IOException {
    byte[] bytes;
    try (var in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_FILE_BYTES + 1);
    } catch (IOException e) {
      throw new IOException("Cannot read " + file + ": " + e, e);
    }
    if (bytes.length > MAX_FILE_BYTES) {
      throw new IOException(file + " is longer than " + MAX_FILE_BYTES + " bytes");
    }
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private List<Block> blocks(String text) throws GeneralSecurityException {
    var found = new ArrayList<Block>();
    int begin = text.indexOf(BEGIN);
    while (begin >= 0) {
      int label = begin + BEGIN.length();
      int body = text.indexOf(DASHES, label);
      var name = body < 0 ? "" : text.substring(label, body);
      int end = text.indexOf(END + name + DASHES, label);
      if (body < 0 || end < 0) {
        throw new GeneralSecurityException(file + " is truncated: a block has no END line");
      }
      found.add(new Block(name, text.substring(body + DASHES.length(), end)));
      begin = text.indexOf(BEGIN, end);
    }
    return found;
  }

  private List<Certificate> certificates() throws GeneralSecurityException {
    var factory = CertificateFactory.getInstance("X.509");
    var chain = new ArrayList<Certificate>();
    for (var block : blocks) {
      if (block.label().equals("CERTIFICATE")) {
        try {
          chain.add(factory.generateCertificate(new ByteArrayInputStream(decode(block))));
        } catch (CertificateException e) {
          throw new GeneralSecurityException("Certificate " + (chain.size() + 1) + " in " + file
              + " is damaged: " + e.getMessage(), e);
        }
      }
    }
    if (chain.isEmpty()) {
      throw new GeneralSecurityException("No certificate in " + file
          + ": it has no line " + BEGIN + "CERTIFICATE" + DASHES);
    }
    return chain;
  }

  private PrivateKey privateKey() throws GeneralSecurityException {
    for (var block : blocks) {
      switch (block.label()) {
        case "PRIVATE KEY" -> {
          return pkcs8(decode(block));
        }
        case "ENCRYPTED PRIVATE KEY" -> throw new GeneralSecurityException("The key in " + file
            + " is encrypted; decrypt it: openssl pkcs8 -in " + file + " -out " + file + ".pkcs8");
        case "RSA PRIVATE KEY", "EC PRIVATE KEY" -> throw new GeneralSecurityException(
            "The key in " + file + " is not PKCS#8; convert it: openssl pkcs8 -topk8 -nocrypt"
            + " -in " + file + " -out " + file + ".pkcs8");
        default -> { }
      }
    }
    throw new GeneralSecurityException("No private key in " + file
        + ": it has no line " + BEGIN + "PRIVATE KEY" + DASHES);
  }

  private PrivateKey pkcs8(byte[] der) throws GeneralSecurityException {
    var encoded = new PKCS8EncodedKeySpec(der);
    for (var algorithm : KEY_ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
      } catch (InvalidKeySpecException e) {
        // a key of another algorithm
      }
    }
    throw new InvalidKeySpecException(
        "The key in " + file + " is damaged, or it is not an RSA, EC or Ed25519 key");
  }

  private byte[] decode(Block block) throws GeneralSecurityException {
    try {
      return Base64.getDecoder().decode(block.base64().replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException(
          "The " + block.label() + " in " + file + " is not valid base64", e);
    }
  }
}
