package io.ramtalk.server.internal.mail;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.ramtalk.server.internal.wire.Escapes;
import io.ramtalk.server.internal.wire.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression supplied by a client, in the syntax of RE2. RE2 has neither back references
 * nor look-around, so matching takes time in proportion to the text.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> at most {@value #MAX_STEPS} steps for each of the
 * first {@value #MAX_TEXT_CHARS} characters of a text; too slow for an I/O thread.
 */
final class BoundedPattern {
  /* RE2 expands counted repetitions: (((a{99}){99}){99}){99} would be a hundred million steps, with
   * an object for each. So they are counted before compilation. Counts multiply if the repeated
   * expression ends with a repetition or a parenthesis; all others add up. The result may be too
   * high, as for an escaped parenthesis, but never too low. */
  static final int MAX_CHARS = 256;
  static final int MAX_STEPS = 1_000;
  static final int MAX_TEXT_CHARS = 16_384;

  private static final java.util.regex.Pattern REPETITION =
      java.util.regex.Pattern.compile("\\{([0-9]{1,9})(?:,([0-9]{0,9}))?}");

  private final Pattern pattern;
  private final long steps;

  private BoundedPattern(Pattern pattern, long steps) {
    this.pattern = pattern;
    this.steps = steps;
  }

  /**
   * Parses a pattern. Rejects a malformed pattern or one with too many steps; the error names the
   * parameter. <b>Cost:</b> up to 10 milliseconds for classes of many ranges; too slow for an I/O
   * thread.
   */
  static BoundedPattern parse(String name, String text) {
    if (text.isEmpty() || text.length() > MAX_CHARS) {
      throw invalid(name, "must have 1 to " + MAX_CHARS + " characters");
    }
    long steps = steps(text);
    if (steps > MAX_STEPS) {
      throw invalid(name, "has too many repetitions: the limit is " + MAX_STEPS + ", expanded");
    }
    try {
      return new BoundedPattern(Pattern.compile(text), steps);
    } catch (PatternSyntaxException e) {
      throw invalid(name, "is not a valid RE2 pattern; the error is at "
          + Escapes.line(e.getPattern()));
    }
  }

  /** Returns the first group of the first match, the whole match without a group, or null. */
  @Nullable String find(String text) {
    var matcher = pattern.matcher(
        text.length() <= MAX_TEXT_CHARS ? text : text.substring(0, MAX_TEXT_CHARS));
    if (!matcher.find()) {
      return null;
    }
    var group = matcher.groupCount() == 0 ? matcher.group() : matcher.group(1);
    return group == null ? "" : group;
  }

  /** Returns the maximum number of steps a search in the text takes. */
  long cost(String text) {
    return steps * Math.min(text.length(), MAX_TEXT_CHARS);
  }

  private static long steps(String text) {
    long sum = text.length();
    long product = 1;
    var repetitions = REPETITION.matcher(text);
    while (repetitions.find() && product <= MAX_STEPS) {
      var most = repetitions.group(2);
      long count = Math.max(Long.parseLong(repetitions.group(1)),
          most == null || most.isEmpty() ? 1 : Long.parseLong(most));
      int before = repetitions.start() - 1;
      if (before >= 0 && ")}?*+".indexOf(text.charAt(before)) >= 0) {
        product *= Math.max(1, count);
      } else {
        sum += count;
      }
    }
    return sum * product;
  }

  private static ProblemException invalid(String name, String what) {
    return new ProblemException(422, "pattern_invalid", name + " " + what);
  }
}
