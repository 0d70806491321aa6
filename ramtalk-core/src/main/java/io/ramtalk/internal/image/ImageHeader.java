package io.ramtalk.internal.image;

import io.ramtalk.ImageType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The type and dimensions of a picture, read from its first bytes without decoding it.
 *
 * <p>Sources: PNG (RFC 2083, section 4.1.1), JPEG (ITU-T T.81, annex B), GIF89a, WebP (RFC 9649).
 *
 * @param type the kind of picture
 * @param width in pixels
 * @param height in pixels
 */
public record ImageHeader(ImageType type, int width, int height) {
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  /**
   * Reads a header.
   *
   * @param b the file
   * @return the header, or null if the type is unknown or the file is too short
   */
  public static @Nullable ImageHeader read(byte[] b) {
    try {
      if (startsWith(b, 0, PNG) && startsWith(b, 12, ascii("IHDR"))) {
        return new ImageHeader(ImageType.PNG, bigEndian(b, 16, 4), bigEndian(b, 20, 4));
      }
      if (startsWith(b, 0, ascii("GIF87a")) || startsWith(b, 0, ascii("GIF89a"))) {
        return new ImageHeader(ImageType.GIF, littleEndian(b, 6, 2), littleEndian(b, 8, 2));
      }
      if (startsWith(b, 0, ascii("RIFF")) && startsWith(b, 8, ascii("WEBP"))) {
        return readWebp(b);
      }
      if (b.length > 2 && bigEndian(b, 0, 2) == 0xffd8) {
        return readJpeg(b);
      }
      return null;
    } catch (ArrayIndexOutOfBoundsException cutShort) {
      return null;
    }
  }

  private static @Nullable ImageHeader readJpeg(byte[] b) {
    int at = 2;
    while ((b[at] & 0xff) == 0xff) {
      int marker = b[at + 1] & 0xff;
      if (marker == 0xff) {
        at++;
      } else if (isFrameHeader(marker)) {
        return new ImageHeader(
            ImageType.JPEG, bigEndian(b, at + 7, 2), bigEndian(b, at + 5, 2));
      } else if (marker == 0xda || marker == 0xd9) {
        return null;
      } else {
        int length = bigEndian(b, at + 2, 2);
        if (length < 2) {
          return null;
        }
        at += 2 + length;
      }
    }
    return null;
  }

  /** Returns true for SOF0 to SOF15, except the three markers in that range with other meanings. */
  private static boolean isFrameHeader(int marker) {
    return marker >= 0xc0 && marker <= 0xcf
        && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  private static @Nullable ImageHeader readWebp(byte[] b) {
    if (startsWith(b, 12, ascii("VP8X"))) {
      return new ImageHeader(
          ImageType.WEBP, littleEndian(b, 24, 3) + 1, littleEndian(b, 27, 3) + 1);
    }
    if (startsWith(b, 12, ascii("VP8L")) && b[20] == 0x2f) {
      int bits = littleEndian(b, 21, 4);
      return new ImageHeader(ImageType.WEBP, (bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
    }
    if (startsWith(b, 12, ascii("VP8 ")) && bigEndian(b, 23, 3) == 0x9d012a) {
      return new ImageHeader(ImageType.WEBP,
          littleEndian(b, 26, 2) & 0x3fff, littleEndian(b, 28, 2) & 0x3fff);
    }
    return null;
  }

  private static boolean startsWith(byte[] b, int at, byte[] expected) {
    return b.length >= at + expected.length
        && Arrays.equals(b, at, at + expected.length, expected, 0, expected.length);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static int bigEndian(byte[] b, int at, int bytes) {
    int value = 0;
    for (int i = at; i < at + bytes; i++) {
      value = (value << 8) | (b[i] & 0xff);
    }
    return value;
  }

  private static int littleEndian(byte[] b, int at, int bytes) {
    int value = 0;
    for (int i = at + bytes - 1; i >= at; i--) {
      value = (value << 8) | (b[i] & 0xff);
    }
    return value;
  }
}
