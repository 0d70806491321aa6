package io.ramtalk.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads and writes the JSON of the wire, token by token, so that no answer is too long. */
final class Json {
  /* The largest picture that any server can be set to take, in base 64. */
  private static final int MAX_STRING_CHARS = Input.MAX_FILE_BYTES / 3 * 4 + 4;

  private static final JsonFactory FACTORY = JsonFactory.builder()
      .streamReadConstraints(
          StreamReadConstraints.builder().maxStringLength(MAX_STRING_CHARS).build())
      .build();

  private Json() {}

  /** Writes the members of an object. */
  @FunctionalInterface
  interface Members {
    void write(JsonGenerator json) throws IOException;
  }

  /** Reads what the parser stands on, a member that holds more than a value, to its end. */
  @FunctionalInterface
  interface Nested {
    void read(String name, JsonParser json) throws IOException;
  }

  /** Writes one object. */
  static byte[] object(Members members) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      members.write(json);
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  /** Writes an array of strings. */
  static void strings(JsonGenerator json, String name, List<String> values) throws IOException {
    json.writeArrayFieldStart(name);
    for (var value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }

  /** Starts to write; the generator closes the stream with itself. */
  static JsonGenerator generator(OutputStream bytes) throws IOException {
    return FACTORY.createGenerator(bytes);
  }

  /** Starts to read; the parser stands on the first token and closes the stream with itself. */
  static JsonParser read(InputStream bytes) throws IOException {
    var json = FACTORY.createParser(bytes);
    json.nextToken();
    return json;
  }

  /** Starts to read bytes that are all there. */
  static JsonParser read(byte[] bytes) throws IOException {
    return read(new ByteArrayInputStream(bytes));
  }

  /** Reads the object that the parser stands on. Members that hold more than a value are left. */
  static Map<String, String> members(JsonParser json) throws IOException {
    return members(json, (name, nested) -> nested.skipChildren());
  }

  /** Reads the object that the parser stands on, and has other members than values read. */
  static Map<String, String> members(JsonParser json, Nested nested) throws IOException {
    var members = new LinkedHashMap<String, String>();
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return members;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      var name = json.currentName();
      if (json.nextToken().isScalarValue() && !json.hasToken(JsonToken.VALUE_NULL)) {
        members.put(name, json.getText());
      } else {
        nested.read(name, json);
      }
    }
    return members;
  }

  /** Prints all that the parser has from here on, in one line. */
  static void copy(JsonParser from, PrintWriter to) throws IOException {
    var json = FACTORY.createGenerator(to)
        .setCharacterEscapes(new JsonEscapes())
        .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
        .disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
    try (json) {
      for (var token = from.currentToken(); token != null; token = from.nextToken()) {
        json.copyCurrentEventExact(from);
      }
    } finally {
      json.flush();
      to.println();
    }
  }
}
