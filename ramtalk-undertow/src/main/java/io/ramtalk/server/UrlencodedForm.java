package io.ramtalk.server;

import java.nio.charset.StandardCharsets;

/** Reads {@code application/x-www-form-urlencoded} as the WHATWG URL standard, section 5, says. */
final class UrlencodedForm {
  private UrlencodedForm() {}

  static Fields parse(byte[] body) {
    var fields = new FormFields();
    var text = new String(body, StandardCharsets.ISO_8859_1);
    for (var pair : text.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        var name = decode(equals < 0 ? pair : pair.substring(0, equals));
        var value = decode(equals < 0 ? "" : pair.substring(equals + 1));
        fields.put(Utf8.decode(name, "A field name"), value);
      }
    }
    return fields;
  }

  private static byte[] decode(String encoded) {
    try {
      return Percent.decode(encoded.replace('+', ' '));
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(400, "form_malformed", "Body has a broken %-escape");
    }
  }
}
