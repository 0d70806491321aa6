package io.ramtalk;

import org.jspecify.annotations.Nullable;

/**
 * What most users do not have, kept apart so that they do not pay for it.
 *
 * @param given the number as its user wrote it, where that is not its canonical form
 * @param name the name, where it is not short
 * @param image the picture
 */
record Particulars(@Nullable String given, @Nullable String name, @Nullable Image image) {
  /** Returns those of a user; null if there are none. */
  static @Nullable Particulars of(User user) {
    var mobile = user.mobile();
    var given = mobile.given().equals(mobile.canonical()) ? null : mobile.given();
    var name = ShortName.fits(user.name()) ? null : user.name();
    return given == null && name == null && user.image() == null
        ? null : new Particulars(given, name, user.image());
  }

  /** Returns what they count against the byte budget. */
  long bytes() {
    return Charge.particulars(given) + Charge.text(name) + Charge.image(image);
  }
}
