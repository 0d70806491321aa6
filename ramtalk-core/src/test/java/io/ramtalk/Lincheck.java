package io.ramtalk;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.StressOptions;

/**
 * A search by Lincheck for an order of calls that no single thread could explain: for seconds in
 * the ordinary lane, and in the long one, which sets {@code -Dramtalk.lincheck=full}, for up to
 * half a minute a test.
 */
final class Lincheck {
  /* Model checking takes a test JVM about ten seconds to rewrite the classes, and then 15 to 30 ms
   * an interleaving. Random scenarios rarely contain the calls of a narrow race, so most of the
   * interleavings go to scenarios that each test names. Those have few calls, of which fifty
   * interleavings are a large part. Stress costs a tenth of a millisecond a run. What it finds, it
   * finds by the scenario rather than by luck within one: 1,000 runs of a scenario are enough.
   *
   * Lincheck takes a run for a hang after a few seconds, which a busy machine may need. Its setting
   * for that is public in Java alone. */
  private static final boolean FULL = "full".equals(System.getProperty("ramtalk.lincheck"));
  private static final Pattern CALL = Pattern.compile("(\\w+)\\(([\\d, ]*)\\)");

  private Lincheck() {}

  /**
   * Tries interleavings of two threads one by one, in a random scenario and in those races. A race
   * is written as the calls before it, those of either thread and those after it:
   * {@code "send(1) | receive(1) | peek() receive(1) | peek()"}.
   */
  static void modelCheck(Class<?> operations, String... races) {
    var options = new ModelCheckingOptions()
        .iterations(1)
        .invocationsPerIteration(FULL ? 50 : 10)
        .threads(2).actorsPerThread(2).actorsBefore(1).actorsAfter(1)
        .invocationTimeout$lincheck(Eventually.LIMIT.toMillis());
    for (var race : races) {
      options.addCustomScenario(scenario(operations, race));
    }
    options.check(operations);
  }

  private static ExecutionScenario scenario(Class<?> operations, String race) {
    var parts = Arrays.stream(race.split("[|]")).map(part -> calls(operations, part)).toList();
    return new ExecutionScenario(
        parts.get(0), List.of(parts.get(1), parts.get(2)), parts.get(3), null);
  }

  private static List<Actor> calls(Class<?> operations, String text) {
    return CALL.matcher(text).results().map(call -> new Actor(method(operations, call.group(1)),
        Pattern.compile("\\d+").matcher(call.group(2)).results()
            .map(number -> Integer.valueOf(number.group())).toList())).toList();
  }

  private static Method method(Class<?> operations, String name) {
    return Arrays.stream(operations.getDeclaredMethods())
        .filter(method -> method.getName().equals(name)).findFirst().orElseThrow();
  }

  /** Lets a few threads run against each other. */
  static void stress(Class<?> operations) {
    new StressOptions()
        .iterations(FULL ? 30 : 5)
        .invocationsPerIteration(FULL ? 1_000 : 100)
        .threads(3).actorsPerThread(3).actorsBefore(2).actorsAfter(2)
        .invocationTimeout$lincheck(Eventually.LIMIT.toMillis())
        .check(operations);
  }
}
