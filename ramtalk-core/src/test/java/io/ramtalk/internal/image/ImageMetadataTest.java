package io.ramtalk.internal.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Image;
import io.ramtalk.ImageType;
import io.ramtalk.Limits;
import io.ramtalk.Pictures;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The data of a picture that is kept, and the metadata that is removed. */
final class ImageMetadataTest {
  private static final String SECRET = "GPS 23.8103 N 90.4125 E";
  private static final int PNG_HEAD_BYTES = 33;
  private static final int GIF_END_BYTES = 1;

  @ParameterizedTest
  @EnumSource
  void strip_nothingToCut_sameFile(ImageType type) {
    var file = plain(type);

    assertThat(ImageMetadata.strip(file, type)).isSameAs(file);
  }

  @ParameterizedTest
  @EnumSource
  void strip_bytesBehindTheEnd_cut(ImageType type) {
    var plain = plain(type);
    for (int more : new int[] {1, 2, 100, 30_000}) {
      var file = Arrays.copyOf(plain, plain.length + more);
      Arrays.fill(file, plain.length, file.length, (byte) 'x');

      assertThat(ImageMetadata.strip(file, type)).isEqualTo(plain);
    }
  }

  @ParameterizedTest
  @EnumSource
  void strip_metadata_cutAndThePictureIsTheSame(ImageType type) {
    var file = withMetadata(type);
    assertThat(text(file)).contains(SECRET);

    var stripped = ImageMetadata.strip(file, type);

    assertThat(text(stripped)).doesNotContain(SECRET);
    assertThat(ImageMetadata.strip(stripped, type)).isSameAs(stripped);
    assertThat(ImageHeader.read(stripped)).isEqualTo(ImageHeader.read(file));
    if (type != ImageType.WEBP) {
      assertThat(stripped).isEqualTo(plain(type));
      assertThat(pixels(stripped)).isEqualTo(pixels(file));
    }
  }

  @ParameterizedTest
  @EnumSource
  void strip_cutShort_null(ImageType type) {
    var file = withMetadata(type);
    for (int length = 20; length < file.length; length++) {
      var cut = Arrays.copyOf(file, length);

      assertThat(ImageMetadata.strip(cut, type)).as("%s bytes", length).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource
  void strip_damaged_neverLongerAndDoneOnce(ImageType type) {
    var random = new Random(type.ordinal());
    var whole = withMetadata(type);
    for (int i = 0; i < 20_000; i++) {
      var file = whole.clone();
      for (int changes = random.nextInt(4); changes >= 0; changes--) {
        file[random.nextInt(file.length)] = (byte) random.nextInt();
      }

      var stripped = ImageMetadata.strip(file, type);

      if (stripped != null) {
        assertThat(stripped.length).isLessThanOrEqualTo(file.length);
        assertThat(ImageMetadata.strip(stripped, type)).isEqualTo(stripped);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"2, true", "3, false", "6, true", "6, false", "8, false"})
  void strip_photoThatIsToBeTurned_keepsTheOrientationAlone(int orientation, boolean little) {
    var photo = jpegWith(exif(orientation, little));

    var stripped = ImageMetadata.strip(photo, ImageType.JPEG);

    assertThat(text(stripped)).doesNotContain(SECRET);
    assertThat(stripped).hasSize(Pictures.jpeg(31, 17).length + 36);
    assertThat(stripped).containsSequence('E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8,
        0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0);
    assertThat(ImageMetadata.strip(stripped, ImageType.JPEG)).isSameAs(stripped);
    assertThat(pixels(stripped)).isEqualTo(pixels(photo));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9, 256})
  void strip_photoThatIsUpright_keepsNoExif(int orientation) {
    var stripped = ImageMetadata.strip(jpegWith(exif(orientation, true)), ImageType.JPEG);

    assertThat(stripped).isEqualTo(Pictures.jpeg(31, 17));
  }

  @Test
  void strip_colourProfileAndAdobe_kept() {
    for (var name : List.of("ICC_PROFILE\0", "Adobe")) {
      int marker = name.equals("Adobe") ? 0xee : 0xe2;
      var file = jpegWith(segment(marker, bytes(name + "\1\1 profile")));

      assertThat(ImageMetadata.strip(file, ImageType.JPEG)).isSameAs(file);
    }
  }

  @Test
  void strip_jpegWithSecondScanAndRestarts_readToItsEnd() {
    var scan = new byte[] {(byte) 0xff, (byte) 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 1, (byte) 0xff, 0, 2,
        (byte) 0xff, (byte) 0xd3, 3, (byte) 0xff};
    var comment = segment(0xfe, bytes(SECRET));
    var file = joined(Arrays.copyOf(Pictures.jpeg(31, 17), Pictures.jpeg(31, 17).length - 2), scan,
        comment, new byte[] {(byte) 0xff, (byte) 0xd9, 'x'});

    assertThat(text(ImageMetadata.strip(file, ImageType.JPEG))).doesNotContain(SECRET)
        .endsWith("\u00ff\u00ff\u00d9");
  }

  @Test
  void strip_extendedWebp_saysThatNoMetadataFollows() {
    var stripped = ImageMetadata.strip(withMetadata(ImageType.WEBP), ImageType.WEBP);

    var head = ByteBuffer.wrap(stripped).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(head.getInt(4)).isEqualTo(stripped.length - 8);
    assertThat(stripped[20]).isEqualTo((byte) 0x30);
    assertThat(text(stripped)).contains("VP8X", "ICCP", "VP8 ");
  }

  @Test
  void of_photoWithMetadata_keptWithoutIt() {
    var image = Image.of(withMetadata(ImageType.PNG), Limits.DEFAULT);

    assertThat(image.bytes()).isEqualTo(Pictures.png(31, 17));
  }

  private static byte[] plain(ImageType type) {
    return switch (type) {
      case PNG -> Pictures.png(31, 17);
      case JPEG -> Pictures.jpeg(31, 17);
      case GIF -> Pictures.gif(31, 17);
      case WEBP -> Pictures.webpLossy(31, 17);
    };
  }

  private static byte[] withMetadata(ImageType type) {
    return switch (type) {
      case PNG -> {
        var chunks = new ByteArrayOutputStream();
        for (var name : List.of("tEXt", "zTXt", "iTXt", "tIME", "eXIf")) {
          chunks.writeBytes(pngChunk(name));
        }
        yield inserted(Pictures.png(31, 17), PNG_HEAD_BYTES, chunks.toByteArray());
      }
      case JPEG -> jpegWith(joined(exif(1, false), segment(0xe1, bytes("http://ns.adobe.com/xap"
          + SECRET)), segment(0xed, bytes("Photoshop 3.0\0" + SECRET)),
          segment(0xe2, bytes("MPF\0" + SECRET)), segment(0xe0, bytes("JFXX\0" + SECRET)),
          segment(0xfe, bytes(SECRET))));
      case GIF -> {
        var gif = Pictures.gif(31, 17);
        var comment = joined(new byte[] {0x21, (byte) 0xfe, (byte) SECRET.length()},
            bytes(SECRET), new byte[1]);
        var xmp = joined(new byte[] {0x21, (byte) 0xff, 11}, bytes("XMP DataXMP"),
            new byte[] {(byte) SECRET.length()}, bytes(SECRET), new byte[1]);
        yield inserted(gif, gif.length - GIF_END_BYTES, joined(comment, xmp));
      }
      case WEBP -> {
        var head = Pictures.webpExtended(31, 17);
        head[20] = 0x30 | 0x0c;
        var file = joined(head, webpChunk("ICCP", bytes("profile")),
            webpChunk("EXIF", bytes(SECRET)),
            Arrays.copyOfRange(Pictures.webpLossy(31, 17), 12, 30),
            webpChunk("XMP ", bytes(SECRET)));
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(4, file.length - 8);
        yield file;
      }
    };
  }

  /** Returns a photo with the given segments behind its first segment. */
  private static byte[] jpegWith(byte[] segments) {
    return inserted(Pictures.jpeg(31, 17), 20, segments);
  }

  /** Returns Exif data with three entries, one of which points to a text. */
  private static byte[] exif(int orientation, boolean little) {
    var data = ByteBuffer.allocate(6 + 8 + 2 + 3 * 12 + 4 + SECRET.length())
        .put(bytes("Exif\0\0")).put(bytes(little ? "II" : "MM"))
        .order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN)
        .putShort((short) 42).putInt(8).putShort((short) 3)
        .putShort((short) 0x010f).putShort((short) 2).putInt(SECRET.length()).putInt(50)
        .putShort((short) 0x0112).putShort((short) 3).putInt(1)
        .putShort((short) orientation).putShort((short) 0)
        .putShort((short) 0x8825).putShort((short) 4).putInt(1).putInt(50)
        .putInt(0).put(bytes(SECRET));
    return segment(0xe1, data.array());
  }

  private static byte[] segment(int marker, byte[] content) {
    return ByteBuffer.allocate(content.length + 4).put((byte) 0xff).put((byte) marker)
        .putShort((short) (content.length + 2)).put(content).array();
  }

  private static byte[] pngChunk(String name) {
    return ByteBuffer.allocate(SECRET.length() + 12).putInt(SECRET.length()).put(bytes(name))
        .put(bytes(SECRET)).array();
  }

  private static byte[] webpChunk(String name, byte[] content) {
    return ByteBuffer.allocate(8 + content.length + content.length % 2)
        .order(ByteOrder.LITTLE_ENDIAN).put(bytes(name)).putInt(content.length).put(content)
        .array();
  }

  private static byte[] inserted(byte[] file, int at, byte[] part) {
    return joined(Arrays.copyOf(file, at), part, Arrays.copyOfRange(file, at, file.length));
  }

  private static byte[] joined(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (var part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] bytes(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String text(byte[] file) {
    return new String(file, StandardCharsets.ISO_8859_1);
  }

  private static int[] pixels(byte[] file) {
    ImageIO.setUseCache(false);
    try {
      var picture = ImageIO.read(new ByteArrayInputStream(file));
      return picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0,
          picture.getWidth());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
