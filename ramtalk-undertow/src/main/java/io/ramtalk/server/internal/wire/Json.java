package io.ramtalk.server.internal.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Streaming JSON reader and writer without reflection. */
public final class Json {
  /* Bodies are limited before they are parsed. These limits keep a small body from costing more
   * than its size suggests. */
  private static final int MAX_DEPTH = 20;
  private static final int MAX_NUMBER_CHARS = 32;
  private static final int MAX_NAME_CHARS = 256;

  private static final JsonFactory FACTORY = JsonFactory.builder()
      .streamReadConstraints(StreamReadConstraints.builder()
          .maxNestingDepth(MAX_DEPTH)
          .maxNumberLength(MAX_NUMBER_CHARS)
          .maxNameLength(MAX_NAME_CHARS)
          .build())
      .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
      .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
      .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
      .build();

  private Json() {}

  /** Writes JSON values. */
  public interface Writer {
    void write(JsonGenerator json) throws IOException;
  }

  /** Returns the written JSON as UTF-8. */
  static byte[] bytes(Writer writer) {
    try (var out = new ByteArrayBuilder(256)) {
      try (var json = FACTORY.createGenerator(out)) {
        writer.write(json);
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("A byte array cannot fail", e);
    }
  }

  /** Returns a JSON object with the written members, as UTF-8. */
  public static byte[] object(Writer members) {
    return bytes(json -> {
      json.writeStartObject();
      members.write(json);
      json.writeEndObject();
    });
  }

  public static JsonGenerator generator(OutputStream out) throws IOException {
    return FACTORY.createGenerator(out);
  }

  static JsonParser parser(String text) throws IOException {
    return FACTORY.createParser(text);
  }
}
