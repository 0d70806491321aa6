package io.ramtalk.server.internal.wire;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The members of a JSON object. A file is a string in base64 (RFC 4648, section 4). Unused members
 * may have any value.
 */
public final class JsonFields implements Fields {
  /* A repeated member is rejected: two readers could disagree on which one counts.
   *
   * Bodies are decoded before they are parsed: Jackson's own decoder accepts overlong forms and
   * text that looks like UTF-16. A value is a String, a BigDecimal, a List of strings, NULL or
   * OTHER. */
  private static final Object NULL = new Object();
  private static final Object OTHER = new Object();
  private static final BigDecimal MAX_SECONDS = BigDecimal.valueOf(Integer.MAX_VALUE);

  private final Map<String, Object> members;

  private JsonFields(Map<String, Object> members) {
    this.members = members;
  }

  public static JsonFields parse(byte[] body) {
    try (var parser = Json.parser(withoutMark(Utf8.decode(body, "Body")))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new ProblemException(422, "json_no_object", "Body must be a JSON object");
      }
      var members = readMembers(parser);
      if (parser.nextToken() != null) {
        throw new ProblemException(400, "json_malformed", "Body must be one JSON object");
      }
      return new JsonFields(members);
    } catch (StreamConstraintsException e) {
      throw malformed("it is nested too deeply, or a number or a name is too long");
    } catch (NumberFormatException e) {
      throw malformed("the exponent of a number is too large");
    } catch (JsonProcessingException e) {
      throw malformed(e.getLocation());
    } catch (IOException e) {
      throw new UncheckedIOException("A string cannot fail", e);
    }
  }

  /** Returns a text without the byte-order mark that some editors and shells put in front. */
  private static String withoutMark(String text) {
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  private static Map<String, Object> readMembers(JsonParser parser) throws IOException {
    var members = new HashMap<String, Object>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      var name = parser.currentName();
      parser.nextToken();
      if (members.put(name, readValue(parser)) != null) {
        throw malformed("the member " + Escapes.line(name) + " appears twice");
      }
    }
    return members;
  }

  private static Object readValue(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
      case VALUE_NULL -> NULL;
      case START_ARRAY -> readArray(parser);
      default -> {
        parser.skipChildren();
        yield OTHER;
      }
    };
  }

  private static Object readArray(JsonParser parser) throws IOException {
    var texts = new ArrayList<String>();
    boolean stringsOnly = true;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == JsonToken.VALUE_STRING) {
        texts.add(parser.getText());
      } else {
        stringsOnly = false;
        parser.skipChildren();
      }
    }
    return stringsOnly ? texts : OTHER;
  }

  /** Returns whether a member of that name exists, even if it is null. */
  public boolean has(String name) {
    return members.containsKey(name);
  }

  @Override
  public @Nullable String text(String name) {
    var value = value(name);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw new ProblemException(422, "field_no_string", name + " must be a string");
  }

  @Override
  public byte @Nullable [] file(String name) {
    var text = text(name);
    try {
      return text == null ? null : Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(422, "field_no_base64", name + " must be base64");
    }
  }

  /** Returns an array of strings, or null if the member is missing or null. */
  @Nullable List<String> texts(String name) {
    var value = value(name);
    if (value == null) {
      return null;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(String.class::cast).toList();
    }
    throw new ProblemException(422, "field_no_strings", name + " must be an array of strings");
  }

  /** Returns a whole number, or the given default if the member is missing or null. */
  public int number(String name, int other) {
    var value = value(name);
    try {
      return value == null ? other : ((BigDecimal) value).intValueExact();
    } catch (ClassCastException | ArithmeticException e) {
      throw new ProblemException(422, "field_no_number", name + " must be a whole number");
    }
  }

  /** Returns a number of seconds, to the millisecond, or null if the member is missing or null. */
  public @Nullable Duration seconds(String name) {
    var value = value(name);
    if (value == null) {
      return null;
    }
    if (value instanceof BigDecimal seconds) {
      return seconds(seconds);
    }
    throw new ProblemException(422, "field_no_number", name + " must be a number of seconds");
  }

  /** Converts seconds; clamps values far out of range, which are rejected later. */
  public static Duration seconds(BigDecimal seconds) {
    var bounded = seconds.min(MAX_SECONDS).max(MAX_SECONDS.negate());
    return Duration.ofMillis(bounded.movePointRight(3).longValue());
  }

  private @Nullable Object value(String name) {
    var value = members.get(name);
    return value == NULL ? null : value;
  }

  private static ProblemException malformed(@Nullable JsonLocation place) {
    return malformed(place == null ? "it cannot be read" : "error at line " + place.getLineNr()
        + ", column " + place.getColumnNr());
  }

  private static ProblemException malformed(String fault) {
    return new ProblemException(400, "json_malformed", "Body is not valid JSON: " + fault);
  }
}
