package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ImageTest {
  private static final Limits LIMITS = Limits.DEFAULT;

  /** A function that creates a picture file of one type. */
  interface Painter {
    byte[] paint(int width, int height);
  }

  static Stream<Arguments> painters() {
    return Stream.of(
        arguments(ImageType.PNG, (Painter) Pictures::png),
        arguments(ImageType.JPEG, (Painter) Pictures::jpeg),
        arguments(ImageType.GIF, (Painter) Pictures::gif),
        arguments(ImageType.WEBP, (Painter) Pictures::webpLossy),
        arguments(ImageType.WEBP, (Painter) Pictures::webpLossless),
        arguments(ImageType.WEBP, (Painter) Pictures::webpExtended));
  }

  @ParameterizedTest
  @MethodSource("painters")
  void of_file_typeSizeAndBytes(ImageType type, Painter painter) {
    byte[] file = painter.paint(31, 17);

    var image = Image.of(file, LIMITS);

    assertThat(image.type()).isEqualTo(type);
    assertThat(image.width()).isEqualTo(31);
    assertThat(image.height()).isEqualTo(17);
    assertThat(image.size()).isEqualTo(file.length);
    assertThat(image.bytes()).isEqualTo(file);
    assertThat(image).hasToString(type + " 31x17, " + file.length + " bytes");
  }

  @ParameterizedTest
  @MethodSource("painters")
  void of_longestSides_accepted(ImageType type, Painter painter) {
    for (int[] sides : new int[][] {{2_048, 1}, {1, 2_048}, {1, 1}}) {
      var image = Image.of(painter.paint(sides[0], sides[1]), LIMITS);

      assertThat(image.type()).isEqualTo(type);
      assertThat(image.width()).isEqualTo(sides[0]);
      assertThat(image.height()).isEqualTo(sides[1]);
    }
  }

  @ParameterizedTest
  @MethodSource("painters")
  void of_onePixelTooLong_refused(ImageType type, Painter painter) {
    for (int[] sides : new int[][] {{2_049, 1}, {1, 2_049}}) {
      byte[] file = painter.paint(sides[0], sides[1]);

      assertThat(Refusal.invalid("image_dimensions", () -> Image.of(file, LIMITS)))
          .contains(sides[0] + " x " + sides[1]).contains("2048");
    }
  }

  @ParameterizedTest
  @MethodSource("painters")
  void of_cutShort_refused(ImageType type, Painter painter) {
    byte[] file = painter.paint(31, 17);
    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);

      Refusal.invalid("image_type_unknown", () -> Image.of(cut, LIMITS));
    }
  }

  @Test
  void of_sizeInBytes_boundExact() {
    byte[] largest = Arrays.copyOf(Pictures.png(8, 8), 51_200);

    assertThat(Image.of(largest, LIMITS).bytes()).isEqualTo(Pictures.png(8, 8));
    var sentence = Refusal.invalid("image_too_large",
        () -> Image.of(Arrays.copyOf(largest, 51_201), LIMITS));

    assertThat(sentence).contains("51201").contains("51200");
  }

  @Test
  void of_zeroSides_refused() {
    Refusal.invalid("image_dimensions", () -> Image.of(pngHeader(0, 1), LIMITS));
    Refusal.invalid("image_dimensions", () -> Image.of(pngHeader(1, 0), LIMITS));
    Refusal.invalid("image_dimensions", () -> Image.of(Pictures.webpLossy(0, 1), LIMITS));
  }

  @Test
  void of_sidesBeyondThirtyOneBits_refused() {
    Refusal.invalid("image_dimensions", () -> Image.of(pngHeader(0x8000_0001, 1), LIMITS));
    Refusal.invalid("image_dimensions", () -> Image.of(pngHeader(1, -1), LIMITS));
    Refusal.invalid("image_dimensions",
        () -> Image.of(Pictures.webpExtended(1 << 24, 1 << 24), LIMITS));
  }

  private static byte[] pngHeader(int width, int height) {
    byte[] file = Pictures.png(1, 1);
    ByteBuffer.wrap(file).putInt(16, width).putInt(20, height);
    return file;
  }

  @Test
  void of_jpegWithPictureInsideSegment_sizeOfTheOuter() {
    byte[] inner = Pictures.jpeg(99, 88);
    byte[] outer = Pictures.jpeg(31, 17);
    var file = ByteBuffer.allocate(2 + 4 + inner.length + outer.length - 2);
    file.put(outer, 0, 2).putShort((short) 0xffe1).putShort((short) (2 + inner.length));
    file.put(inner).put(outer, 2, outer.length - 2);

    var image = Image.of(file.array(), LIMITS);

    assertThat(image.width()).isEqualTo(31);
    assertThat(image.height()).isEqualTo(17);
  }

  @Test
  void of_jpegWithFillBytes_read() {
    byte[] plain = Pictures.jpeg(31, 17);
    var file = ByteBuffer.allocate(plain.length + 3);
    file.put(plain, 0, 2).put(new byte[] {-1, -1, -1}).put(plain, 2, plain.length - 2);

    assertThat(Image.of(file.array(), LIMITS).width()).isEqualTo(31);
  }

  @Test
  void of_jpegWithoutFrame_refused() {
    for (var text : List.of("ffd8ff", "ffd8ffd9", "ffd8ffda0008", "ffd8ffe00000", "ffd8ffe00001",
        "ffd8ffe0ffff", "ffd8ffffffffff", "ffd8000000", "ffd8ffc4000201020304050607")) {
      byte[] file = bytes(text);

      Refusal.invalid("image_type_unknown", () -> Image.of(file, LIMITS));
    }
  }

  private static byte[] bytes(String hex) {
    byte[] file = new byte[hex.length() / 2];
    for (int i = 0; i < file.length; i++) {
      file[i] = (byte) Integer.parseInt(hex, 2 * i, 2 * i + 2, 16);
    }
    return file;
  }

  @Test
  void of_otherTypes_refused() {
    for (var text : List.of("", "<svg xmlns='http://www.w3.org/2000/svg'/>", "BM", "GIF88a......",
        "RIFF0000WAVEfmt ..............", "RIFF0000WEBPVP9 ..............",
        "data:image/png;base64,iVBORw0KGgo=", "<html><!-- GIF89a -->")) {
      byte[] file = text.getBytes(StandardCharsets.US_ASCII);

      Refusal.invalid("image_type_unknown", () -> Image.of(file, LIMITS));
    }
  }

  @Test
  void of_randomBytes_nothingButInvalidInput() {
    var random = new Random(5);
    var starts = painters().map(a -> ((Painter) a.get()[1]).paint(31, 17)).toList();
    for (int i = 0; i < 50_000; i++) {
      byte[] file = new byte[random.nextInt(80)];
      random.nextBytes(file);
      byte[] start = starts.get(i % starts.size());
      System.arraycopy(start, 0, file, 0,
          Math.min(random.nextInt(30), Math.min(start.length, file.length)));

      assertCheckedOrRefused(file);
    }
  }

  @Test
  void of_oneByteChanged_nothingButInvalidInput() {
    for (var painter : painters().map(a -> (Painter) a.get()[1]).toList()) {
      byte[] file = painter.paint(31, 17);
      for (int at = 0; at < file.length; at++) {
        for (int flip : new int[] {0x01, 0x80, 0xff}) {
          byte[] changed = file.clone();
          changed[at] ^= (byte) flip;

          assertCheckedOrRefused(changed);
        }
      }
    }
  }

  private static void assertCheckedOrRefused(byte[] file) {
    try {
      var image = Image.of(file, LIMITS);
      assertThat(image.width()).isBetween(1, 2_048);
      assertThat(image.height()).isBetween(1, 2_048);
    } catch (InvalidInput refused) {
      assertThat(refused.code()).isIn("image_type_unknown", "image_dimensions");
    }
  }

  @Test
  void bytes_arraysChangedByCaller_imageUnchanged() {
    byte[] file = Pictures.png(8, 8);
    byte[] original = file.clone();
    var image = Image.of(file, LIMITS);

    Arrays.fill(file, (byte) 0);
    Arrays.fill(image.bytes(), (byte) 0);

    assertThat(image.bytes()).isEqualTo(original);
  }

  @Test
  void mediaType_eachType_registeredName() {
    assertThat(Arrays.stream(ImageType.values()).map(ImageType::mediaType))
        .containsExactly("image/png", "image/jpeg", "image/gif", "image/webp");
  }
}
