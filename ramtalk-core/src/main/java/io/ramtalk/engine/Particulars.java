package io.ramtalk.engine;

import io.ramtalk.Image;
import io.ramtalk.User;
import org.jspecify.annotations.Nullable;

/**
 * The rare parts of a profile, stored separately to keep most accounts small.
 *
 * @param given the number as the user wrote it, or null if that is its canonical form
 * @param name the name, or null if it fits a {@link ShortName}
 * @param image the picture, or null
 */
record Particulars(@Nullable String given, @Nullable String name, @Nullable Image image) {
  /** Returns the rare parts of a user, or null if there are none. */
  static @Nullable Particulars of(User user) {
    var mobile = user.mobile();
    var given = mobile.given().equals(mobile.canonical()) ? null : mobile.given();
    var name = ShortName.fits(user.name()) ? null : user.name();
    return given == null && name == null && user.image() == null
        ? null : new Particulars(given, name, user.image());
  }

  /** Returns the bytes counted against the byte budget. */
  long bytes() {
    return MemoryCost.particulars(given) + MemoryCost.text(name) + MemoryCost.image(image);
  }
}
