package io.ramtalk.server.internal.wire;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a form, kept as raw bytes. */
final class FormFields implements Fields {
  /** Maximum number of fields or parts in a form. */
  static final int MAX_FIELDS = 8;

  /** Maximum length of a field name, so that errors that quote it stay short. */
  private static final int MAX_NAME_CHARS = 256;

  private final Map<String, byte[]> values = new HashMap<>();

  /** Adds a value; rejects a repeated name, since readers could disagree on which one counts. */
  void put(String name, byte[] value) {
    if (name.length() > MAX_NAME_CHARS) {
      throw new ProblemException(400, "field_name_too_long",
          "A field name has " + name.length() + " characters (max " + MAX_NAME_CHARS + ")");
    }
    if (values.putIfAbsent(name, value) != null) {
      throw new ProblemException(400, "field_repeated", name + " appears twice");
    }
    if (values.size() > MAX_FIELDS) {
      throw new ProblemException(
          400, "too_many_fields", "Form has more than " + MAX_FIELDS + " fields");
    }
  }

  @Override
  public @Nullable String text(String name) {
    var value = values.get(name);
    return value == null ? null : Utf8.decode(value, name);
  }

  @Override
  public byte @Nullable [] file(String name) {
    return values.get(name);
  }
}
