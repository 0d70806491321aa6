package io.ramtalk.junit;

import io.ramtalk.Message;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Says which message a test waits for.
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
   * Returns that a message is wanted whose text matches a pattern somewhere. What is extracted of
   * it is the first group in parentheses, or all that matched if there is no group.
   *
   * @param pattern a pattern of {@link Pattern}
   * @return what is wanted
   */
  public static Wanted matching(String pattern) {
    var compiled = Pattern.compile(pattern);
    return new Wanted("matching " + pattern, message -> extract(compiled, message));
  }

  /**
   * Returns that a message is wanted that a program chooses.
   *
   * @param words what it is, as in "no message that greets"
   * @param isWanted tells
   * @return what is wanted
   */
  public static Wanted that(String words, Predicate<Message> isWanted) {
    return new Wanted("that " + words,
        message -> isWanted.test(message) ? Optional.of(message.text()) : Optional.empty());
  }

  /**
   * Returns that any message is wanted.
   *
   * @return what is wanted
   */
  public static Wanted anyMessage() {
    return new Wanted("at all", message -> Optional.of(message.text()));
  }

  /**
   * Returns the same with something else to extract, which then must be in the text too.
   *
   * @param pattern as in {@link #matching}
   * @return what is wanted
   */
  public Wanted extracting(String pattern) {
    var compiled = Pattern.compile(pattern);
    return new Wanted(words + " to extract " + pattern + " from",
        message -> look.apply(message).flatMap(found -> extract(compiled, message)));
  }

  /** Returns what is found in a message, or nothing if it is not wanted. */
  Optional<Match> in(Message message) {
    return look.apply(message).map(extract -> new Match(message, extract));
  }

  /** Returns the words for it. */
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
