package io.ramtalk.benchmarks;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to sign up a number, with a name and without a picture. */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 2, jvmArgs = {"-Xms3g", "-Xmx3g"})
public class SignUpBenchmark {
  /* New numbers make a store grow, so they come in shots of a fixed size and not for a fixed time,
   * and the store is built anew when it holds twice the users it is measured at. */

  /** How many new numbers one thread signs up in one shot. */
  static final int SHOT = 1_000;

  /** Creates the benchmark. */
  public SignUpBenchmark() {}

  /**
   * Signs up new numbers, the growth of the store's tables included.
   *
   * @param growing the store
   * @param newcomers who signs up
   */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @OperationsPerInvocation(SHOT)
  @Warmup(iterations = 50)
  @Measurement(iterations = 50)
  public void signUp(GrowingPopulation growing, Newcomers newcomers) {
    for (var person : newcomers.people) {
      if (!growing.population.signUp(person)) {
        throw new IllegalStateException("Not a new number: " + person.mobile());
      }
    }
  }

  /**
   * Signs up numbers that are registered, which changes nothing.
   *
   * @param known the store and its users
   * @param route whom this thread visits
   * @return true if the number was new
   */
  @Benchmark
  @BenchmarkMode(Mode.Throughput)
  @Warmup(iterations = 3, time = 2)
  @Measurement(iterations = 5, time = 2)
  public boolean signUpExisting(KnownPeople known, StoreBenchmark.Route route) {
    return known.population.signUp(known.people[route.walk().target()]);
  }

  /** What the users of a population say when they sign up once more. */
  @State(Scope.Benchmark)
  public static class KnownPeople {
    private Population population;
    private Person[] people;

    /** Creates a state without people yet. */
    public KnownPeople() {}

    /**
     * Makes the strings that the store is given, so that making them is not measured.
     *
     * @param registered the store and its users
     */
    @Setup(Level.Trial)
    public void prepare(Population registered) {
      population = registered;
      people = new Person[registered.users()];
      Arrays.setAll(people, Person::at);
    }
  }

  /** A population that is built anew when it has doubled. */
  @State(Scope.Benchmark)
  public static class GrowingPopulation {
    private final AtomicInteger nextIndex = new AtomicInteger();
    private Population population;

    /** Creates a state without users yet. */
    public GrowingPopulation() {}

    /**
     * Builds the population anew if it has doubled.
     *
     * @param fresh the parameters, and the first population
     */
    @Setup(Level.Iteration)
    public void bound(Population fresh) {
      boolean first = nextIndex.compareAndSet(0, fresh.users());
      population = fresh;
      if (!first && nextIndex.get() >= 2 * fresh.users()) {
        fresh.setUp();
        nextIndex.set(fresh.users());
      }
    }
  }

  /** Who signs up in one shot of one thread. */
  @State(Scope.Thread)
  public static class Newcomers {
    private final Person[] people = new Person[SHOT];

    /** Creates a state without newcomers yet. */
    public Newcomers() {}

    /**
     * Chooses numbers that nobody has.
     *
     * @param growing the store
     */
    @Setup(Level.Iteration)
    public void choose(GrowingPopulation growing) {
      for (int i = 0; i < SHOT; i++) {
        people[i] = Person.at(growing.nextIndex.getAndIncrement());
      }
    }
  }
}
