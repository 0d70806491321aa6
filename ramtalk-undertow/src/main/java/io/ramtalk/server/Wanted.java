package io.ramtalk.server;

import io.ramtalk.Message;
import io.undertow.server.HttpServerExchange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which message is waited for, and what of it.
 *
 * @param match what its text must match, if anything
 * @param extract what is taken out of it, and so must be in it; the match itself unless set
 */
record Wanted(@Nullable BoundedPattern match, @Nullable BoundedPattern extract) {
  /** The most steps of one search: at worst about a second of a processor. */
  static final long MAX_COST = 16_000_000;

  /** A message that is wanted, and what was taken out of its text. */
  record Found(Message message, String extract) {}

  /** The patterns as a request names them, of which at least one is there. */
  record Asked(@Nullable String match, @Nullable String extract) {
    /** Reads both patterns; this takes too long for an I/O thread. */
    Wanted compile() {
      return new Wanted(
          match == null ? null : BoundedPattern.parse("match", match),
          extract == null ? null : BoundedPattern.parse("extract", extract));
    }
  }

  /** Returns what a request wants; null if any messages will do. */
  static @Nullable Asked by(HttpServerExchange exchange) {
    var match = Query.text(exchange, "match");
    var extract = Query.text(exchange, "extract");
    return match == null && extract == null ? null : new Asked(match, extract);
  }

  /** Rejects a search that takes too long, before it begins. */
  void checkCost(List<Message> messages) {
    long cost = 0;
    for (var message : messages) {
      cost += (match == null ? 0 : match.cost(message.text()))
          + (extract == null ? 0 : extract.cost(message.text()));
    }
    if (cost > MAX_COST) {
      throw new RequestRefused(422, "search_too_large", "The patterns take " + cost
          + " steps through what is in the mailbox (" + MAX_COST
          + " at most): use shorter ones, or receive messages first");
    }
  }

  /** Returns what is found in a message; null if it is another. */
  @Nullable Found in(Message message) {
    var text = message.text();
    var matched = match == null ? "" : match.find(text);
    var extracted = extract == null ? matched : extract.find(text);
    return matched == null || extracted == null ? null : new Found(message, extracted);
  }
}
