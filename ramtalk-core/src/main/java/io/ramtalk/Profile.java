package io.ramtalk;

import org.jspecify.annotations.Nullable;

/**
 * The profile given at sign-up, not yet validated.
 *
 * <pre>{@code
 * talk.signUp(Profile.of("01722222222").name("Bo").image(bytes));
 * }</pre>
 *
 * @param mobile the mobile number, in any form that the messenger accepts
 * @param name the display name, or {@code ""}
 * @param image the bytes of a picture, or null. The array is not copied before the sign-up, so two
 *     profiles are equal only if they share it.
 */
@SuppressWarnings("ArrayRecordComponent")
public record Profile(String mobile, String name, byte @Nullable [] image) {
  /**
   * Returns a profile without name and picture.
   *
   * @param mobile the mobile number
   * @return the profile
   */
  public static Profile of(String mobile) {
    return new Profile(mobile, "", null);
  }

  /**
   * Returns this profile with another name.
   *
   * @param newName the display name
   * @return a new profile
   */
  public Profile name(String newName) {
    return new Profile(mobile, newName, image);
  }

  /**
   * Returns this profile with another picture.
   *
   * @param newImage the bytes of a PNG, JPEG, GIF or WebP file
   * @return a new profile
   */
  public Profile image(byte[] newImage) {
    return new Profile(mobile, name, newImage);
  }

  /**
   * Validates this profile like a sign-up, without signing up.
   *
   * @param limits the limits of the messenger
   * @param mobiles the parser for its number, as in {@code talk::parseMobile}
   * @return the parsed number
   * @throws InvalidInput if number, name or picture is invalid; its code identifies the rule
   */
  public Mobile check(Limits limits, MobileParser mobiles) {
    var read = mobiles.parse(mobile);
    Text.checkName(name, limits.nameCharacters());
    if (image != null) {
      Image.of(image, limits);
    }
    return read;
  }
}
