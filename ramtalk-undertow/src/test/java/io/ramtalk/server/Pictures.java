package io.ramtalk.server;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntBinaryOperator;
import javax.imageio.ImageIO;

/** Pictures of any length in bytes, a true header and then zeros; and some that can be seen. */
final class Pictures {
  private static final byte[] PNG_HEAD = ByteBuffer.allocate(24)
      .putLong(0x89504e470d0a1a0aL).putInt(13).put(ascii("IHDR")).putInt(3).putInt(2).array();
  private static final byte[] GIF_HEAD = {'G', 'I', 'F', '8', '9', 'a', 3, 0, 2, 0};
  private static final byte[] JPEG_HEAD = {
    (byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xc0, 0, 11, 8, 0, 2, 0, 3, 1, 1, 17, 0};
  private static final byte[] WEBP_HEAD = ByteBuffer.allocate(25).order(ByteOrder.LITTLE_ENDIAN)
      .put(ascii("RIFF")).putInt(17).put(ascii("WEBPVP8L")).putInt(5)
      .put((byte) 0x2f).putInt(2 | 1 << 14).array();

  private Pictures() {}

  static byte[] png(int bytes) {
    return Arrays.copyOf(PNG_HEAD, bytes);
  }

  static byte[] gif(int bytes) {
    return Arrays.copyOf(GIF_HEAD, bytes);
  }

  static byte[] jpeg(int bytes) {
    return Arrays.copyOf(JPEG_HEAD, bytes);
  }

  static byte[] webp(int bytes) {
    return Arrays.copyOf(WEBP_HEAD, bytes);
  }

  /** Returns a PNG that no compression makes small. */
  static byte[] noise(int width, int height) throws IOException {
    var random = new Random(7);
    return drawn("png", width, height, (x, y) -> random.nextInt());
  }

  /** Returns a picture of that format whose points have the colours that a function says. */
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
