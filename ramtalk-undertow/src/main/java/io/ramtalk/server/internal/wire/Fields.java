package io.ramtalk.server.internal.wire;

import org.jspecify.annotations.Nullable;

/** The named values of a request body of any media type. */
public interface Fields {
  /** Returns the text of a field, or null if it is missing. */
  @Nullable String text(String name);

  /** Returns the mobile number of a field as written, or null if it is missing. */
  default @Nullable String mobile(String name) {
    return text(name);
  }

  /** Returns the file of a field, or null if it is missing. */
  byte @Nullable [] file(String name);

  /** Returns the text of a field; rejects the request if it is missing. */
  default String required(String name) {
    return required(name, text(name));
  }

  /** Returns the mobile number of a field; rejects the request if it is missing. */
  default String requiredMobile(String name) {
    return required(name, mobile(name));
  }

  private static String required(String name, @Nullable String value) {
    if (value == null) {
      throw new ProblemException(422, "field_missing", name + " is missing");
    }
    return value;
  }
}
