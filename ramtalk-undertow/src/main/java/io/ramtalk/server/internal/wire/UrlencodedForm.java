package io.ramtalk.server.internal.wire;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Parses {@code application/x-www-form-urlencoded} (WHATWG URL standard, section 5). */
public final class UrlencodedForm implements Fields {
  private final FormFields fields = new FormFields();

  private UrlencodedForm() {}

  public static Fields parse(byte[] body) {
    var form = new UrlencodedForm();
    var text = new String(body, StandardCharsets.ISO_8859_1);
    for (var pair : text.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        var name = decode(equals < 0 ? pair : pair.substring(0, equals));
        var value = decode(equals < 0 ? "" : pair.substring(equals + 1));
        form.fields.put(Utf8.decode(name, "A field name"), value);
      }
    }
    return form;
  }

  /**
   * Returns a mobile number with its leading plus restored if the client did not escape it, so that
   * it was decoded as a space: one space before a digit that may begin a country code.
   */
  public static String withPlus(String number) {
    if (!number.startsWith(" ") || number.startsWith(" ", 1)) {
      return number;
    }
    int first = number.codePoints().filter(point -> point != ' ').findFirst().orElse(0);
    return Character.digit(first, 10) > 0 ? "+" + number.substring(1) : number;
  }

  @Override
  public @Nullable String text(String name) {
    return fields.text(name);
  }

  @Override
  public @Nullable String mobile(String name) {
    var text = text(name);
    return text == null ? null : withPlus(text);
  }

  @Override
  public byte @Nullable [] file(String name) {
    return fields.file(name);
  }

  private static byte[] decode(String encoded) {
    try {
      return Percent.decode(encoded.replace('+', ' '));
    } catch (IllegalArgumentException e) {
      throw new ProblemException(400, "form_malformed", "Body has an invalid %-escape");
    }
  }
}
