package io.ramtalk.server;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression of somebody else, in the syntax of RE2: it has no back references and no
 * look-around, and so takes time in proportion to the text, whatever it is.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> at most {@value #MAX_STEPS} steps for each of the
 * first {@value #MAX_TEXT_CHARS} characters of a text; too long for an I/O thread.
 */
final class BoundedPattern {
  /* RE2 writes counted repetitions out: (((a{99}){99}){99}){99} would be a hundred million steps,
   * of which the compiler makes an object each. So they are counted before it is asked: those of
   * something that is itself repeated, or that a parenthesis ends, multiply, all others add up.
   * That counts some too high, such as an escaped parenthesis, and none too low. */
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
   * Reads a pattern. A malformed pattern, or one with too many steps, is rejected by its name.
   * <b>Cost:</b> up to 10 milliseconds, for classes of many ranges; too long for an I/O thread.
   */
  static BoundedPattern parse(String name, String text) {
    if (text.isEmpty() || text.length() > MAX_CHARS) {
      throw invalid(name, "must have 1 to " + MAX_CHARS + " characters");
    }
    long steps = steps(text);
    if (steps > MAX_STEPS) {
      throw invalid(name, "has too many repetitions: " + MAX_STEPS + " at most, written out");
    }
    try {
      return new BoundedPattern(Pattern.compile(text), steps);
    } catch (PatternSyntaxException e) {
      throw invalid(name, "is not a pattern of RE2; it fails at "
          + Escapes.line(e.getPattern()));
    }
  }

  /** Returns the first group of the first match, all of it if there is no group; null for none. */
  @Nullable String find(String text) {
    var matcher = pattern.matcher(
        text.length() <= MAX_TEXT_CHARS ? text : text.substring(0, MAX_TEXT_CHARS));
    if (!matcher.find()) {
      return null;
    }
    var group = matcher.groupCount() == 0 ? matcher.group() : matcher.group(1);
    return group == null ? "" : group;
  }

  /** Returns how many steps it takes at most to look for the pattern in a text. */
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

  private static RequestRefused invalid(String name, String what) {
    return new RequestRefused(422, "pattern_invalid", name + " " + what);
  }
}
