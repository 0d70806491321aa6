package io.ramtalk.server.internal.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ramtalk.server.internal.wire.Escapes;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The log entry of a rejection. It contains no private data: no path, text, number or token.
 *
 * @param problem the description sent to the client, of which the code and the status are logged
 * @param request the request
 * @param leftOut the number of rejections with this code left out of the log before this one
 * @param fault the stack trace of a server error, or null
 */
public record RefusalLine(
    Problems.Problem problem, RequestTrace request, long leftOut, @Nullable String fault) {
  /** Writes the entry as JSON members. */
  public void write(JsonGenerator json) throws IOException {
    json.writeStringField("code", problem.code());
    json.writeNumberField("status", problem.status());
    json.writeStringField("method", Escapes.line(request.method()));
    json.writeStringField("route", request.route());
    json.writeStringField("request_id", request.id());
    json.writeStringField("client", request.client().getHostAddress());
    json.writeNumberField("left_out", leftOut);
    if (fault != null) {
      json.writeStringField("fault", fault);
    }
  }

  /** Returns the line, followed by the stack trace of a server error. */
  @Override
  public String toString() {
    return head() + (fault == null ? "" : System.lineSeparator() + fault);
  }

  /** Returns the line without a stack trace. */
  public String head() {
    return "Refused " + problem.code() + " " + problem.status() + " "
        + Escapes.line(request.method()) + " " + request.route() + " request_id=" + request.id()
        + " client=" + request.client().getHostAddress() + " left_out=" + leftOut;
  }
}
