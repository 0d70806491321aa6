package io.ramtalk.benchmarks.store;

import io.ramtalk.benchmarks.Person;
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

/** The cost of signing up a number, with a name and without a picture. */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 2, jvmArgs = {"-Xms3g", "-Xmx3g"})
public class SignUpBenchmark {
  /* New numbers make a store grow, so they come in shots of a fixed size instead of a fixed time.
   * The store is rebuilt when it holds twice its nominal number of users. */

  /** Number of sign-ups per thread in one shot. */
  static final int SHOT = 1_000;

  /** Creates the benchmark. */
  public SignUpBenchmark() {}

  /**
   * Signs up new numbers, including the growth of the store's tables.
   *
   * @param growing the store
   * @param newcomers the persons to sign up
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
   * Signs up registered numbers, which changes nothing.
   *
   * @param known the store and its users
   * @param route the users that this thread visits
   * @return true if the number was new
   */
  @Benchmark
  @BenchmarkMode(Mode.Throughput)
  @Warmup(iterations = 3, time = 2)
  @Measurement(iterations = 5, time = 2)
  public boolean signUpExisting(KnownPeople known, StoreBenchmark.Route route) {
    return known.population.signUp(known.people[route.walk().target()]);
  }

  /** The sign-up data of registered users. */
  @State(Scope.Benchmark)
  public static class KnownPeople {
    private Population population;
    private Person[] people;

    /** Creates a state without people. */
    public KnownPeople() {}

    /**
     * Creates the strings in advance, so that their creation is not measured.
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

  /** A population that is rebuilt when it has doubled. */
  @State(Scope.Benchmark)
  public static class GrowingPopulation {
    private final AtomicInteger nextIndex = new AtomicInteger();
    private Population population;

    /** Creates a state without users. */
    public GrowingPopulation() {}

    /**
     * Rebuilds the population if it has doubled.
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

  /** The persons that one thread signs up in one shot. */
  @State(Scope.Thread)
  public static class Newcomers {
    private final Person[] people = new Person[SHOT];

    /** Creates a state without newcomers. */
    public Newcomers() {}

    /**
     * Chooses unused numbers.
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
