package io.ramtalk.server;

import io.ramtalk.Message;
import io.undertow.server.HttpServerExchange;
import org.jspecify.annotations.Nullable;

/**
 * Which message is waited for, and what of it.
 *
 * @param match what its text must match, if anything
 * @param extract what is taken out of it, and so must be in it; the match itself unless set
 */
record Wanted(@Nullable BoundedPattern match, @Nullable BoundedPattern extract) {
  /** A message that is wanted, and what was taken out of its text. */
  record Found(Message message, String extract) {}

  /** Reads what a request wants; null if any messages will do. */
  static @Nullable Wanted by(HttpServerExchange exchange) {
    var match = Query.text(exchange, "match");
    var extract = Query.text(exchange, "extract");
    return match == null && extract == null ? null : new Wanted(
        match == null ? null : BoundedPattern.parse("match", match),
        extract == null ? null : BoundedPattern.parse("extract", extract));
  }

  /** Returns what is found in a message; null if it is another. */
  @Nullable Found in(Message message) {
    var text = message.text();
    var matched = match == null ? "" : match.find(text);
    var extracted = extract == null ? matched : extract.find(text);
    return matched == null || extracted == null ? null : new Found(message, extracted);
  }
}
