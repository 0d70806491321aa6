package io.ramtalk;

import org.jspecify.annotations.Nullable;

/**
 * What a user wants to change about itself; not checked yet. The mobile number cannot change.
 *
 * <pre>{@code
 * talk.change(bo.id(), ProfileChange.none().name("Bobby").removeImage());
 * }</pre>
 *
 * @param name the new name, or null to keep the old one
 * @param image the bytes of the new picture, or null to keep the old one
 * @param removesImage true to have no picture; {@code image} is null then
 */
@SuppressWarnings("ArrayRecordComponent")
public record ProfileChange(
    @Nullable String name, byte @Nullable [] image, boolean removesImage) {
  /**
   * Returns a change that changes nothing.
   *
   * @return the change
   */
  public static ProfileChange none() {
    return new ProfileChange(null, null, false);
  }

  /**
   * Returns this change with another name.
   *
   * @param newName the name to show, {@code ""} for none
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
   * Returns this change without a picture.
   *
   * @return a new change
   */
  public ProfileChange removeImage() {
    return new ProfileChange(name, null, true);
  }

  /** Checks name and picture against the limits. */
  Checked check(Limits limits) {
    return new Checked(name == null ? null : Text.checkName(name, limits.nameCharacters()),
        image == null ? null : Image.of(image, limits), removesImage);
  }

  /**
   * A change that keeps the rules.
   *
   * @param name the new name, or null
   * @param image the new picture, or null
   * @param removesImage true to have no picture
   */
  public record Checked(@Nullable String name, @Nullable Image image, boolean removesImage) {
    User applyTo(User user) {
      return new User(user.id(), user.mobile(), name == null ? user.name() : name,
          image != null ? image : removesImage ? null : user.image(), user.since());
    }

    long growth() {
      return (image == null ? 0 : Charge.particulars(null) + Charge.image(image))
          + (name == null ? 0 : Charge.name(name));
    }
  }
}
