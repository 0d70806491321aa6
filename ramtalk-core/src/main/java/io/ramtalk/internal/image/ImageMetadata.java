package io.ramtalk.internal.image;

import io.ramtalk.ImageType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Removal of metadata from pictures: place, time and device of a photo, old thumbnails, comments,
 * and bytes after the end. Parts of the file are copied or dropped as a whole, never decoded.
 *
 * <p>Sources: PNG (RFC 2083, third edition of the W3C for {@code eXIf}), JPEG (ITU-T T.81, annex B;
 * Exif 2.3, section 4.5), GIF89a, WebP (RFC 9649).
 *
 * <p><b>Threads:</b> one per instance, which handles one file. <b>Cost:</b> one pass over the file
 * and a copy of it.
 */
public final class ImageMetadata {
  /* The application segments of a JPEG that are kept are JFIF, colour profiles and Adobe's, without
   * which some files show other colours. The orientation of a photo is stored only in its Exif
   * data, so it is kept, as the only entry of new Exif data. Viewers rarely read an orientation in
   * the other formats. */
  private static final Set<String> PNG_METADATA = Set.of("eXIf", "tEXt", "zTXt", "iTXt", "tIME");
  private static final Set<String> WEBP_METADATA = Set.of("EXIF", "XMP ");
  private static final int WEBP_METADATA_FLAGS = 0x08 | 0x04;

  private static final int GIF_IMAGE = 0x2c;
  private static final int GIF_EXTENSION = 0x21;
  private static final int GIF_END = 0x3b;
  private static final int GIF_COMMENT = 0xfe;
  private static final int GIF_APPLICATION = 0xff;

  private static final int JPEG_END = 0xd9;
  private static final int JPEG_SCAN = 0xda;
  private static final int JPEG_COMMENT = 0xfe;
  private static final int JPEG_EXIF = 0xe1;

  private static final int EXIF_START = 10;
  private static final int EXIF_ENTRY_BYTES = 12;
  private static final int ORIENTATION = 0x0112;
  private static final int UPRIGHT = 1;
  private static final int MAX_ORIENTATION = 8;

  private final byte[] file;
  private final byte[] kept;
  private int length;

  private ImageMetadata(byte[] file) {
    this.file = file;
    kept = new byte[file.length];
  }

  /**
   * Returns a picture without its metadata.
   *
   * @param file the picture, which is not changed
   * @param type its type, detected from its first bytes
   * @return the same array if there is nothing to remove; null if the file is damaged or cut off
   *     before its end
   */
  public static byte @Nullable [] strip(byte[] file, ImageType type) {
    var copy = new ImageMetadata(file);
    try {
      boolean isWhole = switch (type) {
        case PNG -> copy.copyPng();
        case JPEG -> copy.copyJpeg();
        case GIF -> copy.copyGif();
        case WEBP -> copy.copyWebp();
      };
      if (!isWhole) {
        return null;
      }
    } catch (ArrayIndexOutOfBoundsException cutShort) {
      return null;
    }
    return copy.length == file.length ? file : Arrays.copyOf(copy.kept, copy.length);
  }

  /** Copies a part of the file. Throws an exception if the part exceeds the file. */
  private void keep(int from, int to) {
    System.arraycopy(file, from, kept, length, to - from);
    length += to - from;
  }

  private boolean copyPng() {
    keep(0, 8);
    int at = 8;
    while (true) {
      int size = bigEndian(at, 4);
      var name = ascii(at + 4, 4);
      if (size < 0 || size > file.length - at - 12 || !isLetters(name)) {
        return false;
      }
      int next = at + 12 + size;
      if (!PNG_METADATA.contains(name)) {
        keep(at, next);
      }
      if (name.equals("IEND")) {
        return true;
      }
      at = next;
    }
  }

  private static boolean isLetters(String name) {
    return name.chars().allMatch(c -> (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'));
  }

  private boolean copyGif() {
    int at = 13 + colourBytes(10);
    keep(0, at);
    while (true) {
      int next;
      switch (unsigned(at)) {
        case GIF_END -> {
          keep(at, at + 1);
          return true;
        }
        case GIF_IMAGE -> {
          next = endOfBlocks(at + 11 + colourBytes(at + 9));
          keep(at, next);
        }
        case GIF_EXTENSION -> {
          next = endOfBlocks(at + 2);
          int label = unsigned(at + 1);
          if (label != GIF_COMMENT
              && !(label == GIF_APPLICATION && ascii(at + 3, 8).equals("XMP Data"))) {
            keep(at, next);
          }
        }
        default -> {
          return false;
        }
      }
      at = next;
    }
  }

  /** Returns the length of the colour table described by a byte of flags. */
  private int colourBytes(int flagsAt) {
    int flags = unsigned(flagsAt);
    return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 0x07) + 1);
  }

  private int endOfBlocks(int start) {
    int at = start;
    while (unsigned(at) != 0) {
      at += 1 + unsigned(at);
    }
    return at + 1;
  }

  private boolean copyJpeg() {
    keep(0, 2);
    int at = 2;
    while (unsigned(at) == 0xff) {
      int marker = unsigned(at + 1);
      int next;
      if (marker == 0xff) {
        next = at + 1; // a marker may follow any number of these fill bytes
        keep(at, next);
      } else if (marker == JPEG_END) {
        keep(at, at + 2);
        return true;
      } else if ((marker >= 0xd0 && marker <= 0xd8) || marker <= 0x01) {
        return false;
      } else {
        next = copySegment(at, marker);
      }
      if (next < 0) {
        return false;
      }
      at = next;
    }
    return false;
  }

  /** Copies or drops a segment and returns its end, or -1 if the segment is damaged. */
  private int copySegment(int at, int marker) {
    int size = bigEndian(at + 2, 2);
    int end = at + 2 + size;
    if (size < 2 || end > file.length) {
      return -1;
    }
    if (marker == JPEG_SCAN) {
      end = endOfScan(end);
    }
    if (isPictureSegment(at, marker)) {
      keep(at, end);
    } else if (marker == JPEG_EXIF && startsWith(at + 4, "Exif\0\0")) {
      keepOrientation(at, end);
    }
    return end;
  }

  /** Returns the position of the marker that ends the coded pixels starting at a position. */
  private int endOfScan(int start) {
    int at = start;
    while (unsigned(at) != 0xff || unsigned(at + 1) == 0
        || (unsigned(at + 1) >= 0xd0 && unsigned(at + 1) <= 0xd7)) {
      at++;
    }
    return at;
  }

  private boolean isPictureSegment(int at, int marker) {
    return switch (marker) {
      case 0xe0 -> startsWith(at + 4, "JFIF\0");
      case 0xe2 -> startsWith(at + 4, "ICC_PROFILE\0");
      case 0xee -> startsWith(at + 4, "Adobe");
      case JPEG_COMMENT -> false;
      default -> marker < 0xe0 || marker > 0xef;
    };
  }

  /** Keeps the orientation from the Exif data of a segment, and drops the rest. */
  private void keepOrientation(int at, int end) {
    int orientation = orientation(at + EXIF_START, end);
    byte[] entry = {(byte) 0xff, (byte) JPEG_EXIF, 0, 34, 'E', 'x', 'i', 'f', 0, 0,
        'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte) orientation,
        0, 0, 0, 0, 0, 0};
    if (orientation > UPRIGHT && entry.length <= end - at) {
      System.arraycopy(entry, 0, kept, length, entry.length);
      length += entry.length;
    }
  }

  /** Returns the orientation from Exif data; upright if it is missing or unknown. */
  private int orientation(int start, int end) {
    boolean isLittle = startsWith(start, "II");
    if (end - start < 8 || !(isLittle || startsWith(start, "MM"))) {
      return UPRIGHT;
    }
    int offset = number(start + 4, 4, isLittle);
    if (offset < 8 || offset > end - start - 2) {
      return UPRIGHT;
    }
    int entries = number(start + offset, 2, isLittle);
    int at = start + offset + 2;
    for (int i = 0; i < entries && at + EXIF_ENTRY_BYTES <= end; i++) {
      if (number(at, 2, isLittle) == ORIENTATION) {
        int value = number(at + 8, 2, isLittle);
        return value >= UPRIGHT && value <= MAX_ORIENTATION ? value : UPRIGHT;
      }
      at += EXIF_ENTRY_BYTES;
    }
    return UPRIGHT;
  }

  private boolean copyWebp() {
    int size = littleEndian(4, 4);
    if (size < 4 || size > file.length - 8) {
      return false;
    }
    int end = size + 8;
    keep(0, 12);
    int at = 12;
    while (at < end) {
      int chunk = littleEndian(at + 4, 4);
      if (chunk < 0 || chunk > end - at - 8) {
        return false;
      }
      int next = Math.min(end, at + 8 + chunk + (chunk & 1));
      if (!WEBP_METADATA.contains(ascii(at, 4))) {
        keep(at, next);
      }
      at = next;
    }
    if (length < end) {
      writeWebpHead();
    }
    return true;
  }

  /** Updates the file length in the header and clears its metadata flags. */
  private void writeWebpHead() {
    for (int i = 0; i < 4; i++) {
      kept[4 + i] = (byte) ((length - 8) >>> (8 * i));
    }
    if (startsWith(12, "VP8X")) {
      kept[20] &= (byte) ~WEBP_METADATA_FLAGS;
    }
  }

  private boolean startsWith(int at, String text) {
    return at + text.length() <= file.length && ascii(at, text.length()).equals(text);
  }

  private String ascii(int at, int bytes) {
    if (at + bytes > file.length) {
      throw new ArrayIndexOutOfBoundsException(at + bytes);
    }
    return new String(file, at, bytes, StandardCharsets.ISO_8859_1);
  }

  private int number(int at, int bytes, boolean isLittle) {
    return isLittle ? littleEndian(at, bytes) : bigEndian(at, bytes);
  }

  private int bigEndian(int at, int bytes) {
    int value = 0;
    for (int i = at; i < at + bytes; i++) {
      value = value << 8 | unsigned(i);
    }
    return value;
  }

  private int littleEndian(int at, int bytes) {
    int value = 0;
    for (int i = at + bytes - 1; i >= at; i--) {
      value = value << 8 | unsigned(i);
    }
    return value;
  }

  private int unsigned(int at) {
    return file[at] & 0xff;
  }
}
