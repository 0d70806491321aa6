package io.ramtalk;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;

/**
 * Picture files made in memory: PNG, JPEG and GIF by the JDK, and the headers of the three kinds of
 * WebP by hand (RFC 9649), since the JDK writes none.
 */
public final class Pictures {
  private Pictures() {}

  public static byte[] png(int width, int height) {
    return encoded("png", width, height);
  }

  public static byte[] jpeg(int width, int height) {
    return encoded("jpeg", width, height);
  }

  public static byte[] gif(int width, int height) {
    return encoded("gif", width, height);
  }

  /** Returns a picture of this many bytes, most of which are padding. */
  public static byte[] gif(int bytes) {
    var file = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN).put(ascii("GIF89a"))
        .putShort((short) 1).putShort((short) 1).put(new byte[3]);
    file.put((byte) 0x2c).putInt(0).putShort((short) 1).putShort((short) 1).put((byte) 0);
    file.put((byte) 2);
    while (file.remaining() > 2) {
      int left = file.remaining() - 2;
      int block = left > 256 ? Math.min(256, left - 2) : left;
      file.put((byte) (block - 1)).position(file.position() + block - 1);
    }
    return file.put((byte) 0).put((byte) 0x3b).array();
  }

  /** Returns a lossy WebP header, of 30 bytes. */
  public static byte[] webpLossy(int width, int height) {
    var file = riff(30, "VP8 ");
    file.put(new byte[] {0x10, 0, 0, (byte) 0x9d, 0x01, 0x2a});
    return file.putShort((short) width).putShort((short) height).array();
  }

  /** Returns a lossless WebP header, of 25 bytes. */
  public static byte[] webpLossless(int width, int height) {
    return riff(25, "VP8L").put((byte) 0x2f).putInt(width - 1 | height - 1 << 14).array();
  }

  /** Returns an extended WebP header, of 30 bytes. */
  public static byte[] webpExtended(int width, int height) {
    var file = riff(30, "VP8X").putInt(0);
    for (int side : new int[] {width - 1, height - 1}) {
      file.put((byte) side).put((byte) (side >> 8)).put((byte) (side >> 16));
    }
    return file.array();
  }

  private static ByteBuffer riff(int length, String chunk) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN)
        .put(ascii("RIFF")).putInt(length - 8).put(ascii("WEBP"))
        .put(ascii(chunk)).putInt(length - 20);
  }

  private static byte[] encoded(String format, int width, int height) {
    ImageIO.setUseCache(false);
    var file = new ByteArrayOutputStream();
    try {
      var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
      if (!ImageIO.write(picture, format, file)) {
        throw new IllegalStateException("The JDK cannot write " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
