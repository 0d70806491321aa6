package io.ramtalk.server.internal.wire;

import io.undertow.connector.ByteBufferPool;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.MultipartParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Parses {@code multipart/form-data} (RFC 7578) from a body in memory. It uses Undertow's parser,
 * but not its form handler, which would write files to disk.
 */
public final class MultipartForm implements MultipartParser.PartHandler {
  private static final int MAX_BOUNDARY_CHARS = 70;

  private final FormFields fields = new FormFields();
  private final ByteArrayOutputStream value = new ByteArrayOutputStream();
  private @Nullable String name;
  private boolean isEmptyChoice;

  private MultipartForm() {}

  public static Fields parse(byte[] body, String contentType, ByteBufferPool pool) {
    var boundary = Parameters.find(contentType, "boundary");
    if (boundary == null || boundary.isEmpty() || boundary.length() > MAX_BOUNDARY_CHARS) {
      throw malformed("Content-Type has no usable boundary");
    }
    var form = new MultipartForm();
    var state = MultipartParser.beginParse(
        pool, form, boundary.getBytes(StandardCharsets.ISO_8859_1), "UTF-8");
    try {
      state.parse(ByteBuffer.wrap(body));
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      throw malformed("A part has an invalid header");
    }
    if (!state.isComplete()) {
      throw malformed("The closing boundary is missing");
    }
    return form.fields;
  }

  @Override
  public void beginPart(HeaderMap headers) {
    var disposition = headers.getFirst(Headers.CONTENT_DISPOSITION);
    if (disposition == null || !disposition.regionMatches(true, 0, "form-data", 0, 9)) {
      throw malformed("A part has no Content-Disposition: form-data");
    }
    name = Parameters.find(disposition, "name");
    if (name == null) {
      throw malformed("A part has no name");
    }
    var file = Parameters.find(disposition, "filename");
    isEmptyChoice = file != null && file.isEmpty();
    value.reset();
  }

  @Override
  public void data(ByteBuffer buffer) {
    while (buffer.hasRemaining()) {
      value.write(buffer.get());
    }
  }

  /** Adds the part, unless it is an empty file chooser of a browser. */
  @Override
  public void endPart() {
    if (name != null && !(isEmptyChoice && value.size() == 0)) {
      fields.put(name, value.toByteArray());
    }
  }

  private static ProblemException malformed(String fault) {
    return new ProblemException(400, "form_malformed", "Body is not valid multipart: " + fault);
  }
}
