package io.ramtalk.server.internal.wire;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Parses the parameters of a header value, such as {@code form-data; name="image"} (RFC 9110). */
final class Parameters {
  private Parameters() {}

  /** Returns the value of the first parameter of that name, without quotes, or null. */
  static @Nullable String find(String header, String name) {
    int start = end(header, 0) + 1;
    while (start <= header.length()) {
      int end = end(header, start);
      var parameter = header.substring(start, end).trim();
      int equals = parameter.indexOf('=');
      if (equals >= 0
          && parameter.substring(0, equals).trim().toLowerCase(Locale.ROOT).equals(name)) {
        return unquote(parameter.substring(equals + 1).trim());
      }
      start = end + 1;
    }
    return null;
  }

  /** Returns the end of the parameter that starts there: a semicolon outside of quotes. */
  private static int end(String header, int start) {
    boolean isQuoted = false;
    for (int i = start; i < header.length(); i++) {
      char c = header.charAt(i);
      if (c == '"') {
        isQuoted = !isQuoted;
      } else if (c == '\\' && isQuoted) {
        i++;
      } else if (c == ';' && !isQuoted) {
        return i;
      }
    }
    return header.length();
  }

  private static String unquote(String value) {
    if (!value.startsWith("\"")) {
      return value;
    }
    var plain = new StringBuilder(value.length());
    for (int i = 1; i < value.length() && value.charAt(i) != '"'; i++) {
      if (value.charAt(i) == '\\' && i + 1 < value.length()) {
        i++;
      }
      plain.append(value.charAt(i));
    }
    return plain.toString();
  }
}
