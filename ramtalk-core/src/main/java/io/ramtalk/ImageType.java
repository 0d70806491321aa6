package io.ramtalk;

/** The accepted kinds of picture, detected from the first bytes of the file. */
public enum ImageType {
  /** Portable Network Graphics. */
  PNG("image/png"),
  /** Joint Photographic Experts Group. */
  JPEG("image/jpeg"),
  /** Graphics Interchange Format. */
  GIF("image/gif"),
  /** WebP in a RIFF container. */
  WEBP("image/webp");

  private final String mediaType;

  ImageType(String mediaType) {
    this.mediaType = mediaType;
  }

  /**
   * Returns the media type for serving such a picture.
   *
   * @return a registered {@code image/} type
   */
  public String mediaType() {
    return mediaType;
  }
}
