package io.ramtalk.server.internal.mail;

import io.ramtalk.Message;
import io.ramtalk.server.internal.wire.ProblemException;
import io.ramtalk.server.internal.wire.Query;
import io.undertow.server.HttpServerExchange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message filter: what a text must match, and what to extract from it.
 *
 * @param match the pattern that the text must match, or null
 * @param extract the pattern to extract, which must match too; null extracts the match itself
 */
record MessageFilter(@Nullable BoundedPattern match, @Nullable BoundedPattern extract) {
  /** Maximum number of steps of one search: at worst about a second of processor time. */
  static final long MAX_COST = 16_000_000;

  /** A matching message, and the text extracted from it. */
  record Found(Message message, String extract) {}

  /** The uncompiled patterns of a request, of which at least one is present. */
  public record Asked(@Nullable String match, @Nullable String extract) {
    /** Compiles both patterns; too slow for an I/O thread. */
    MessageFilter compile() {
      return new MessageFilter(
          match == null ? null : BoundedPattern.parse("match", match),
          extract == null ? null : BoundedPattern.parse("extract", extract));
    }
  }

  /** Returns the filter of a request, or null if it has none. */
  static @Nullable Asked by(HttpServerExchange exchange) {
    var match = Query.text(exchange, "match");
    var extract = Query.text(exchange, "extract");
    return match == null && extract == null ? null : new Asked(match, extract);
  }

  /** Rejects a search that would take too long, before it begins. */
  void checkCost(List<Message> messages) {
    long cost = 0;
    for (var message : messages) {
      cost += (match == null ? 0 : match.cost(message.text()))
          + (extract == null ? 0 : extract.cost(message.text()));
    }
    if (cost > MAX_COST) {
      throw new ProblemException(422, "search_too_large", "The search would take " + cost
          + " steps (max " + MAX_COST
          + "): use shorter patterns, or receive messages first");
    }
  }

  /** Returns the match in a message, or null. */
  @Nullable Found in(Message message) {
    var text = message.text();
    var matched = match == null ? "" : match.find(text);
    var extracted = extract == null ? matched : extract.find(text);
    return matched == null || extracted == null ? null : new Found(message, extracted);
  }
}
