package io.ramtalk;

import org.jspecify.annotations.Nullable;

/**
 * A change to a profile, not yet validated. The mobile number cannot be changed.
 *
 * <pre>{@code
 * talk.change(bo.id(), ProfileChange.none().name("Bobby").removeImage());
 * }</pre>
 *
 * @param name the new name, or null to keep the old one
 * @param image the bytes of the new picture, or null to keep the old one
 * @param removesImage true to remove the picture; {@code image} is null then
 */
@SuppressWarnings("ArrayRecordComponent")
public record ProfileChange(
    @Nullable String name, byte @Nullable [] image, boolean removesImage) {
  /**
   * Returns an empty change.
   *
   * @return the change
   */
  public static ProfileChange none() {
    return new ProfileChange(null, null, false);
  }

  /**
   * Returns this change with another name.
   *
   * @param newName the display name, or {@code ""} to remove it
   * @return a new change
   */
  public ProfileChange name(String newName) {
    return new ProfileChange(newName, image, removesImage);
  }

  /**
   * Returns this change with another picture.
   *
   * @param newImage the bytes of a PNG, JPEG, GIF or WebP file
   * @return a new change
   */
  public ProfileChange image(byte[] newImage) {
    return new ProfileChange(name, newImage, false);
  }

  /**
   * Returns this change with the picture removed.
   *
   * @return a new change
   */
  public ProfileChange removeImage() {
    return new ProfileChange(name, null, true);
  }

  /** Validates name and picture against the limits. */
  Checked check(Limits limits) {
    return new Checked(name == null ? null : Text.checkName(name, limits.nameCharacters()),
        image == null ? null : Image.of(image, limits), removesImage);
  }

  /**
   * A validated change.
   *
   * @param name the new name, or null
   * @param image the new picture, or null
   * @param removesImage true to remove the picture
   */
  public record Checked(@Nullable String name, @Nullable Image image, boolean removesImage) {
    /**
     * Applies this change.
     *
     * @param user the profile to change
     * @return the changed profile
     */
    public User applyTo(User user) {
      return new User(user.id(), user.mobile(), name == null ? user.name() : name,
          image != null ? image : removesImage ? null : user.image(), user.since());
    }
  }
}
