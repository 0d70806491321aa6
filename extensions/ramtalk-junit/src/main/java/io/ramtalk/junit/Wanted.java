package io.ramtalk.junit;

import io.ramtalk.Message;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The criteria for a message that a test waits for.
 *
 * <p><b>Threads:</b> immutable.
 */
public final class Wanted {
  private final String words;
  private final Function<Message, Optional<String>> look;

  private Wanted(String words, Function<Message, Optional<String>> look) {
    this.words = words;
    this.look = look;
  }

  /**
   * Returns criteria for a message whose text contains a match of a pattern. The extracted part is
   * the first group in parentheses, or the whole match if the pattern has no group.
   *
   * @param pattern a regular expression for {@link Pattern}
   * @return the criteria
   */
  public static Wanted matching(String pattern) {
    var compiled = Pattern.compile(pattern);
    return new Wanted("matching " + pattern, message -> extract(compiled, message));
  }

  /**
   * Returns criteria for a message that satisfies a predicate.
   *
   * @param words a description for errors, such as {@code greets} in "no message that greets"
   * @param condition the predicate
   * @return the criteria
   */
  public static Wanted that(String words, Predicate<Message> condition) {
    return new Wanted("that " + words,
        message -> condition.test(message) ? Optional.of(message.text()) : Optional.empty());
  }

  /**
   * Returns criteria that match any message.
   *
   * @return the criteria
   */
  public static Wanted anyMessage() {
    return new Wanted("at all", message -> Optional.of(message.text()));
  }

  /**
   * Returns these criteria with another part to extract, which the text must then also contain.
   *
   * @param pattern as for {@link #matching}
   * @return the criteria
   */
  public Wanted extracting(String pattern) {
    var compiled = Pattern.compile(pattern);
    return new Wanted(words + " to extract " + pattern + " from",
        message -> look.apply(message).flatMap(found -> extract(compiled, message)));
  }

  /** Returns the match for a message, or empty if it does not meet the criteria. */
  Optional<Match> in(Message message) {
    return look.apply(message).map(extract -> new Match(message, extract));
  }

  /** Returns the description. */
  @Override
  public String toString() {
    return words;
  }

  private static Optional<String> extract(Pattern pattern, Message message) {
    var matcher = pattern.matcher(message.text());
    if (!matcher.find()) {
      return Optional.empty();
    }
    var group = matcher.groupCount() == 0 ? matcher.group() : matcher.group(1);
    return Optional.of(group == null ? "" : group);
  }
}
