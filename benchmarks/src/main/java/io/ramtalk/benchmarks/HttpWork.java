package io.ramtalk.benchmarks;

import java.util.List;
import java.util.Locale;

/** What a load asks of servers over HTTP. */
enum HttpWork {
  MESSAGES("send one text of 32 bytes, receive it; 1,000 users take turns",
      "requests/s", 32),

  USERS1000("list 1,000 users", "lists/s", 32),

  /* Nobody receives, so every mailbox is full and each message costs the oldest one its place. */
  BULK("send 1,000 texts of 32 bytes in one body, each to another user", "messages/s", 4);

  /** How many users are signed up before the load. */
  static final int USERS = 1_000;

  private final String title;
  private final String unit;
  private final int connections;

  HttpWork(String title, String unit, int connections) {
    this.title = title;
    this.unit = unit;
    this.connections = connections;
  }

  /** Returns its name on the command line and in the load script. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  String title() {
    return title;
  }

  /** Returns what is counted, in a second. */
  String unit() {
    return unit;
  }

  /** Returns how many connections ask for it at the same time. */
  int connections() {
    return connections;
  }

  /** Returns what a RAMTalk server must be told for it. */
  List<String> flags() {
    return this == BULK ? List.of("--overflow", "drop_oldest") : List.of();
  }
}
