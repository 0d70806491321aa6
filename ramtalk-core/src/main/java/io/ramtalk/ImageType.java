package io.ramtalk;

/** The kinds of picture that are accepted, told by the first bytes of the file. */
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
   * Returns the media type to serve such a picture with.
   *
   * @return a type of the tree {@code image/}, as IANA registers it
   */
  public String mediaType() {
    return mediaType;
  }
}
