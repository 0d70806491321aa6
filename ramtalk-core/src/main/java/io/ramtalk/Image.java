package io.ramtalk;

import io.ramtalk.internal.image.ImageHeader;
import io.ramtalk.internal.image.ImageMetadata;

/**
 * A validated picture, stored as its file. Type and dimensions come from the header. The pixels are
 * never decoded, so a small file that unpacks to a huge picture costs no memory here.
 *
 * <p>Metadata, such as the location of a photo, and bytes after the end of the picture are removed.
 * A picture without them is stored byte for byte. The orientation of a photo is kept.
 *
 * <p><b>Threads:</b> immutable. <b>Cost:</b> two copies of the bytes in and one out.
 */
public final class Image {
  private final byte[] bytes;
  private final ImageHeader header;

  private Image(byte[] bytes, ImageHeader header) {
    this.bytes = bytes;
    this.header = header;
  }

  /**
   * Validates a picture and stores a copy of it without metadata.
   *
   * @param bytes the original file, all of which counts against the limits
   * @param limits the limits on bytes and pixels
   * @return the picture
   * @throws InvalidInput with code {@code image_too_large} (bytes), {@code image_type_unknown}
   *     (unknown type, or cut off before its end) or {@code image_dimensions} (pixels)
   */
  public static Image of(byte[] bytes, Limits limits) {
    if (bytes.length > limits.imageBytes()) {
      throw new InvalidInput("image_too_large",
          "Image has " + bytes.length + " bytes (max " + limits.imageBytes() + ")");
    }
    var kept = bytes.clone();
    var header = ImageHeader.read(kept);
    if (header == null) {
      throw new InvalidInput("image_type_unknown",
          "Image must be a PNG, JPEG, GIF or WebP file");
    }
    int side = limits.imageSidePixels();
    if (header.width() < 1 || header.height() < 1
        || header.width() > side || header.height() > side) {
      throw new InvalidInput("image_dimensions", "Image is " + header.width() + " x "
          + header.height() + " pixels (1 to " + side + " each)");
    }
    var stripped = ImageMetadata.strip(kept, header.type());
    if (stripped == null) {
      throw new InvalidInput("image_type_unknown",
          "Image is damaged or cut off before the end of the " + header.type() + " file");
    }
    return new Image(stripped, header);
  }

  /**
   * Restores a picture from the file of an earlier one, for engines that keep the bytes.
   *
   * @param file the result of {@link #bytes}
   * @return an equal picture
   * @throws IllegalArgumentException if the file does not start as a picture does; nothing else is
   *     validated
   */
  public static Image restore(byte[] file) {
    var kept = file.clone();
    var header = ImageHeader.read(kept);
    if (header == null) {
      throw new IllegalArgumentException("Not a picture (" + kept.length + " bytes)");
    }
    return new Image(kept, header);
  }

  /**
   * Returns the file, without its original metadata.
   *
   * @return a copy of the bytes
   */
  public byte[] bytes() {
    return bytes.clone();
  }

  /**
   * Returns the length of the file.
   *
   * @return the length in bytes
   */
  public int size() {
    return bytes.length;
  }

  /**
   * Returns the kind of picture, detected from its first bytes.
   *
   * @return the type
   */
  public ImageType type() {
    return header.type();
  }

  /**
   * Returns the width stated in the header.
   *
   * @return the width in pixels
   */
  public int width() {
    return header.width();
  }

  /**
   * Returns the height stated in the header.
   *
   * @return the height in pixels
   */
  public int height() {
    return header.height();
  }

  @Override
  public String toString() {
    return type() + " " + width() + "x" + height() + ", " + size() + " bytes";
  }
}
