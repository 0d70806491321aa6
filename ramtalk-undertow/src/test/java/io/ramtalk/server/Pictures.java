package io.ramtalk.server;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.IntBinaryOperator;
import javax.imageio.ImageIO;

/** Pictures of a given length, with zeros between header and end, and drawn pictures. */
final class Pictures {
  private static final byte[] PNG_END =
      ByteBuffer.allocate(12).putInt(0).put(ascii("IEND")).putInt(0).array();
  private static final byte[] JPEG_SCAN = {(byte) 0xff, (byte) 0xda, 0, 8, 1, 1, 0, 0, 63, 0};
  private static final int MAX_BLOCK_BYTES = 256;

  private Pictures() {}

  /** Returns a PNG of the given length, at least 57 bytes. */
  static byte[] png(int bytes) {
    var file = ByteBuffer.allocate(bytes).putLong(0x89504e470d0a1a0aL).putInt(13)
        .put(ascii("IHDR")).putInt(3).putInt(2).position(33);
    file.putInt(bytes - 57).put(ascii("IDAT"));
    return file.position(bytes - PNG_END.length).put(PNG_END).array();
  }

  /** Returns a GIF of the given length, at least 28 bytes. */
  static byte[] gif(int bytes) {
    var file = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN).put(ascii("GIF89a"))
        .putShort((short) 3).putShort((short) 2).position(13);
    file.put((byte) 0x2c).putInt(0).putShort((short) 3).putShort((short) 2).put((byte) 0);
    file.put((byte) 2);
    while (file.remaining() > 2) {
      int left = file.remaining() - 2;
      int block = left > MAX_BLOCK_BYTES ? Math.min(MAX_BLOCK_BYTES, left - 2) : left;
      file.put((byte) (block - 1)).position(file.position() + block - 1);
    }
    return file.put((byte) 0).put((byte) 0x3b).array();
  }

  /** Returns a JPEG of the given length, at least 27 bytes. */
  static byte[] jpeg(int bytes) {
    var file = ByteBuffer.allocate(bytes).putShort((short) 0xffd8)
        .put(new byte[] {(byte) 0xff, (byte) 0xc0, 0, 11, 8, 0, 2, 0, 3, 1, 1, 17, 0});
    return file.put(JPEG_SCAN).position(bytes - 2).putShort((short) 0xffd9).array();
  }

  /** Returns a WebP of the given length, at least 25 bytes. */
  static byte[] webp(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN)
        .put(ascii("RIFF")).putInt(bytes - 8).put(ascii("WEBPVP8L")).putInt(bytes - 20)
        .put((byte) 0x2f).putInt(2 | 1 << 14).array();
  }

  /** Returns a PNG of random noise, which does not compress. */
  static byte[] noise(int width, int height) throws IOException {
    var random = new Random(7);
    return drawn("png", width, height, (x, y) -> random.nextInt());
  }

  /** Returns a picture in the given format; the function returns the colour of each pixel. */
  static byte[] drawn(String format, int width, int height, IntBinaryOperator colours)
      throws IOException {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, colours.applyAsInt(x, y));
      }
    }
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(image, format, bytes);
    return bytes.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
