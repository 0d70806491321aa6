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
 * A search by Lincheck for results that no sequential order of calls explains. The search takes
 * seconds in the ordinary lane. In the long lane, which sets {@code -Dramtalk.lincheck=full}, the
 * search takes up to half a minute per test.
 */
final class Lincheck {
  /* Model checking takes a test JVM about ten seconds to rewrite the classes, and then 15 to 30 ms
   * per interleaving. Random scenarios rarely contain the calls of a narrow race, so most of the
   * interleavings go to scenarios that each test names. These scenarios have few calls, so fifty
   * interleavings cover a large part. A stress run costs a tenth of a millisecond. Stress
   * findings depend on the scenario rather than on luck within a scenario, so 1,000 runs of a
   * scenario are enough.
   *
   * Lincheck treats a run as a hang after a few seconds, which a busy machine may need. The setting
   * for this limit is public in Java alone. */
  private static final boolean FULL = "full".equals(System.getProperty("ramtalk.lincheck"));
  private static final Pattern CALL = Pattern.compile("(\\w+)\\(([\\d, ]*)\\)");

  private Lincheck() {}

  /**
   * Tries interleavings of two threads one by one, in a random scenario and in the given races. The
   * text of a race lists the calls before it, the calls of each thread and the calls after it:
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

  /** Runs random scenarios in three threads at once. */
  static void stress(Class<?> operations) {
    new StressOptions()
        .iterations(FULL ? 30 : 5)
        .invocationsPerIteration(FULL ? 1_000 : 100)
        .threads(3).actorsPerThread(3).actorsBefore(2).actorsAfter(2)
        .invocationTimeout$lincheck(Eventually.LIMIT.toMillis())
        .check(operations);
  }
}
