package io.ramtalk.server;

/** Answers the requests of one route: parse, one call of the messenger, wire record. */
interface Endpoint {
  /** Answers, now or later, without ever waiting: it is called on an I/O thread. */
  void answer(Call call) throws Exception;
}
