package io.ramtalk.benchmarks.http;

import java.util.List;
import java.util.Locale;

/** The kinds of load over HTTP. */
enum HttpWork {
  MESSAGES("send one text of 32 bytes, receive it; 1,000 users take turns",
      "requests/s", 32),

  USERS1000("list 1,000 users", "lists/s", 32),

  /* No user receives, so every mailbox is full and each new message displaces the oldest one. */
  BULK("send 1,000 texts of 32 bytes in one body, each to another user", "messages/s", 4);

  /** Number of users signed up before the load. */
  static final int USERS = 1_000;

  private final String title;
  private final String unit;
  private final int connections;

  HttpWork(String title, String unit, int connections) {
    this.title = title;
    this.unit = unit;
    this.connections = connections;
  }

  /** Returns the name used on the command line and in the load script. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  String title() {
    return title;
  }

  /** Returns the unit of the results. */
  String unit() {
    return unit;
  }

  /** Returns the number of concurrent connections. */
  int connections() {
    return connections;
  }

  /** Returns the options that a RAMTalk server needs for this load. */
  List<String> flags() {
    return this == BULK ? List.of("--overflow", "drop_oldest") : List.of();
  }
}
