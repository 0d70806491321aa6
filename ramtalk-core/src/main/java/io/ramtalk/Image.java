package io.ramtalk;

/**
 * A picture, checked and kept as its bytes. Its type and size in pixels come from the header; it
 * is never decoded, so a small file that unpacks to a huge picture costs nothing here.
 *
 * <p>Metadata, such as where a photo was taken, and bytes behind the end of the picture are left
 * out. A picture without them is kept as it is, byte for byte. The orientation of a photo stays.
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
   * Checks a picture against the limits and keeps a copy of it, without metadata.
   *
   * @param bytes the file as its user gave it; the limits count all of it
   * @param limits the bounds on bytes and pixels
   * @return the picture
   * @throws InvalidInput with code {@code image_too_large} (bytes), {@code image_type_unknown}
   *     (no accepted type, or broken off before its end) or {@code image_dimensions} (pixels)
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
          "Image breaks off before the end of the " + header.type() + " file, or is damaged");
    }
    return new Image(stripped, header);
  }

  /**
   * Returns the file, without the metadata that it came with.
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
   * Returns the kind of picture, as its first bytes say.
   *
   * @return the type
   */
  public ImageType type() {
    return header.type();
  }

  /**
   * Returns the width that the header states.
   *
   * @return the width in pixels
   */
  public int width() {
    return header.width();
  }

  /**
   * Returns the height that the header states.
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

  /** Returns the bytes themselves, which nobody may change. */
  byte[] file() {
    return bytes;
  }

  /** Takes bytes that were a picture within the limits before. */
  static Image ofChecked(byte[] file) {
    var header = ImageHeader.read(file);
    if (header == null) {
      throw new IllegalArgumentException("No picture in " + file.length + " bytes");
    }
    return new Image(file, header);
  }
}
