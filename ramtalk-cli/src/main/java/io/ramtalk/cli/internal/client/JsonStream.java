package io.ramtalk.cli.internal.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Token-by-token reading and writing of JSON, for responses of any length. */
public final class JsonStream {
  /* The largest picture that any server can be configured to accept, in base 64. */
  private static final int MAX_STRING_CHARS = Input.MAX_FILE_BYTES / 3 * 4 + 4;

  private static final JsonFactory FACTORY = JsonFactory.builder()
      .streamReadConstraints(
          StreamReadConstraints.builder().maxStringLength(MAX_STRING_CHARS).build())
      .build();

  private JsonStream() {}

  /** A writer of the members of an object. */
  @FunctionalInterface
  public interface Members {
    void write(JsonGenerator json) throws IOException;
  }

  /** A reader of a member with a nested value, on which the parser stands. */
  @FunctionalInterface
  public interface Nested {
    void read(String name, JsonParser json) throws IOException;
  }

  /** Writes one object. */
  public static byte[] object(Members members) throws IOException {
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

  /** Creates a generator that closes the stream with itself. */
  static JsonGenerator generator(OutputStream bytes) throws IOException {
    return FACTORY.createGenerator(bytes);
  }

  /** Creates a parser on the first token that closes the stream with itself. */
  public static JsonParser read(InputStream bytes) throws IOException {
    var json = FACTORY.createParser(bytes);
    json.nextToken();
    return json;
  }

  /** Creates a parser for bytes. */
  public static JsonParser read(byte[] bytes) throws IOException {
    return read(new ByteArrayInputStream(bytes));
  }

  /** Reads the object that the parser stands on, and skips nested values. */
  public static Map<String, String> members(JsonParser json) throws IOException {
    return members(json, (name, nested) -> nested.skipChildren());
  }

  /** Reads the object that the parser stands on, and passes nested values to a reader. */
  public static Map<String, String> members(JsonParser json, Nested nested) throws IOException {
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

  /** Prints the rest of the parser's input on one line. */
  public static void copy(JsonParser from, PrintWriter to) throws IOException {
    var json = FACTORY.createGenerator(to)
        .setCharacterEscapes(new SafeEscapes())
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

  /** Escapes for the characters that {@link SafeText} calls unsafe. The value stays the same. */
  private static final class SafeEscapes extends CharacterEscapes {
    private static final long serialVersionUID = 1L;
    private static final int DEL = 0x7f;

    @Override
    public int[] getEscapeCodesForAscii() {
      var codes = standardAsciiEscapesForJSON();
      codes[DEL] = ESCAPE_CUSTOM;
      return codes;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int c) {
      return SafeText.isUnsafe(c) ? new SerializedString(SafeText.escape(c)) : null;
    }
  }
}
