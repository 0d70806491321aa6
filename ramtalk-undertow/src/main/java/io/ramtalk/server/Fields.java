package io.ramtalk.server;

import org.jspecify.annotations.Nullable;

/** The named values of a request body, whatever its media type. */
interface Fields {
  /** Returns the text of that name, or null if there is none. */
  @Nullable String text(String name);

  /** Returns the file of that name, or null if there is none. */
  byte @Nullable [] file(String name);

  /** Returns the text of that name and refuses the request if there is none. */
  default String required(String name) {
    var text = text(name);
    if (text == null) {
      throw new RequestRefused(422, "field_missing", name + " is missing");
    }
    return text;
  }
}
