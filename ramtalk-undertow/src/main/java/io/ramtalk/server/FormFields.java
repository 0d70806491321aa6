package io.ramtalk.server;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a form, kept as the bytes they came in. */
final class FormFields implements Fields {
  /** The most fields or parts of one form. */
  static final int MAX_FIELDS = 8;

  /** The longest name of a field, so that refusals which quote it stay short. */
  private static final int MAX_NAME_CHARS = 256;

  private final Map<String, byte[]> values = new HashMap<>();

  /** Keeps a value; a name that stands twice is refused, since readers could disagree on it. */
  void put(String name, byte[] value) {
    if (name.length() > MAX_NAME_CHARS) {
      throw new RequestRefused(400, "field_name_too_long",
          "A field name has " + name.length() + " characters (max " + MAX_NAME_CHARS + ")");
    }
    if (values.putIfAbsent(name, value) != null) {
      throw new RequestRefused(400, "field_repeated", name + " stands twice");
    }
    if (values.size() > MAX_FIELDS) {
      throw new RequestRefused(400, "too_many_fields", "Form has over " + MAX_FIELDS + " fields");
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
