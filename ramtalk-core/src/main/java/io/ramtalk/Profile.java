package io.ramtalk;

import org.jspecify.annotations.Nullable;

/**
 * What a person says about itself when it signs up; not checked yet.
 *
 * <pre>{@code
 * talk.signUp(Profile.of("01722222222").name("Bo").image(bytes));
 * }</pre>
 *
 * @param mobile the mobile number, in any form that the messenger reads
 * @param name the name to show, {@code ""} for none
 * @param image the bytes of a picture, or null for none; copied by the sign-up and not before, so
 *     two profiles are equal only if they share the array
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
   * Returns this profile under another name.
   *
   * @param newName the name to show
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
   * Checks this profile as a sign-up does, without signing up.
   *
   * @param limits the limits of the messenger
   * @param mobiles the parser of its numbers, as in {@code talk::parseMobile}
   * @return the number, read
   * @throws InvalidInput if number, name or picture break a rule; its code says which
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
