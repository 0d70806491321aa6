package io.ramtalk.server.internal.http;

/** Handles the requests of one route: parses, calls the messenger once and writes the response. */
public interface Endpoint {
  /** Responds now or later, without blocking: it is called on an I/O thread. */
  void respond(Call call) throws Exception;
}
