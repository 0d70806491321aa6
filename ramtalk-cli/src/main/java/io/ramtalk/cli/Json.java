package io.ramtalk.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads and writes the JSON of the wire, token by token, so that no answer is too long. */
final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /** Writes one object whose members are strings. */
  static byte[] object(Map<String, String> members) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      for (var member : members.entrySet()) {
        json.writeStringField(member.getKey(), member.getValue());
      }
      json.writeEndObject();
    }
    return bytes.toByteArray();
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

  /** Reads the object that the parser stands on. Members that hold more than a value are left. */
  static Map<String, String> members(JsonParser json) throws IOException {
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
        json.skipChildren();
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
