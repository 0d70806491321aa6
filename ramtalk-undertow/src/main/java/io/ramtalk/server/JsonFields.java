package io.ramtalk.server;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The members of a JSON object. A file is a string in base 64 (RFC 4648, section 4). Members that
 * nobody asks for may be anything.
 */
final class JsonFields implements Fields {
  /* Decoded before it is parsed: Jackson's own decoder takes overlong forms, and what looks like
   * UTF-16, for good. */
  private static final String NO_STRING = new String("no string");

  private final Map<String, String> members;

  private JsonFields(Map<String, String> members) {
    this.members = members;
  }

  static JsonFields parse(byte[] body) {
    try (var parser = Json.parser(Utf8.decode(body, "Body"))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new RequestRefused(422, "json_no_object", "Body must be a JSON object");
      }
      var members = readMembers(parser);
      if (parser.nextToken() != null) {
        throw new RequestRefused(400, "json_malformed", "Body must be one JSON object");
      }
      return new JsonFields(members);
    } catch (StreamConstraintsException e) {
      throw malformed("too many levels, or too long a number or name");
    } catch (JsonProcessingException e) {
      throw malformed(e.getOriginalMessage());
    } catch (IOException e) {
      throw malformed(e.getMessage());
    }
  }

  private static Map<String, String> readMembers(JsonParser parser) throws IOException {
    var members = new HashMap<String, String>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      var name = parser.currentName();
      switch (parser.nextToken()) {
        case VALUE_STRING -> members.put(name, parser.getText());
        case VALUE_NULL -> { }
        default -> {
          members.put(name, NO_STRING);
          parser.skipChildren();
        }
      }
    }
    return members;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // the marker is one object, no text equals it
  public @Nullable String text(String name) {
    var text = members.get(name);
    if (text == NO_STRING) {
      throw new RequestRefused(422, "field_no_string", name + " must be a string");
    }
    return text;
  }

  @Override
  public byte @Nullable [] file(String name) {
    var text = text(name);
    try {
      return text == null ? null : Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(422, "field_no_base64", name + " must be base 64");
    }
  }

  private static RequestRefused malformed(@Nullable String fault) {
    return new RequestRefused(400, "json_malformed", "Body is not valid JSON: " + fault);
  }
}
