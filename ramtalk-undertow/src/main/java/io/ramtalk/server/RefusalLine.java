package io.ramtalk.server;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What the log says of one refusal. Nothing private is in it: no path, text, number or token.
 *
 * @param problem what the client was told, of which the log gets the code and the status
 * @param request the request
 * @param leftOut how many refusals with this code got no line since the last that did
 * @param fault where the server failed, null if it did not
 */
record RefusalLine(
    Problems.Problem problem, RequestTrace request, long leftOut, @Nullable String fault) {
  /** Writes the members of an object that says the same. */
  void write(JsonGenerator json) throws IOException {
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

  /** Returns the line, and below it where the server failed. */
  @Override
  public String toString() {
    return head() + (fault == null ? "" : System.lineSeparator() + fault);
  }

  /** Returns the line alone. */
  String head() {
    return "Refused " + problem.code() + " " + problem.status() + " "
        + Escapes.line(request.method()) + " " + request.route() + " request_id=" + request.id()
        + " client=" + request.client().getHostAddress() + " left_out=" + leftOut;
  }
}
