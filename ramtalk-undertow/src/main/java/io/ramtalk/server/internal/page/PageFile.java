package io.ramtalk.server.internal.page;

import io.ramtalk.server.internal.wire.MediaType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file of the page, as stored in the jar.
 *
 * @param mediaType its media type, derived from its name
 * @param bytes its content; must not be changed
 * @param etag its entity tag (RFC 9110, section 8.8.3)
 */
@SuppressWarnings("ArrayRecordComponent") // files are written, never compared
record PageFile(String mediaType, byte[] bytes, String etag) {
  private static final int ETAG_BYTES = 12;
  private static final Map<String, String> MEDIA_TYPES = Map.of(
      "html", "text/html; charset=utf-8",
      "css", "text/css; charset=utf-8",
      "js", "text/javascript; charset=utf-8",
      "json", MediaType.JSON,
      "svg", "image/svg+xml",
      "webmanifest", "application/manifest+json");

  /** Reads a file from the jar; returns null if it does not exist. */
  static @Nullable PageFile read(String name) {
    var mediaType = MEDIA_TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (mediaType == null) {
      return null;
    }
    try (var file = PageFile.class.getResourceAsStream("/io/ramtalk/server/page/" + name)) {
      if (file == null) {
        return null;
      }
      var bytes = file.readAllBytes();
      return new PageFile(mediaType, bytes, etag(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + name + " from the jar", e);
    }
  }

  private static String etag(byte[] bytes) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return '"' + HexFormat.of().formatHex(Arrays.copyOf(hash, ETAG_BYTES)) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
