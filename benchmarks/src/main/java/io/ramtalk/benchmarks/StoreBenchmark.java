package io.ramtalk.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * How many messages of 32 bytes a store takes and gives per microsecond.
 *
 * <p>Senders and targets follow a random order over all users, threads and senders apart
 * from each other, so that at 1,000,000 users nearly every access misses the caches, and at 1,000
 * users nearly none does.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 2, jvmArgs = {"-Xms3g", "-Xmx3g"})
public class StoreBenchmark {
  /* A mailbox holds 5 messages, so sending alone fills all mailboxes within milliseconds and then
   * measures refusals, and receiving alone measures empty mailboxes. So both are measured in
   * rounds: one invocation is a round of sends, and the drain that makes room again runs outside
   * the measured time, or the reverse. A round takes long enough (tens of microseconds) that
   * reading the clock around it does not show.
   *
   * A drain right after its round leaves no trace in the caches that the next round could use,
   * because the next round goes to other users. A fill right before its round would: so at many
   * users the fill runs up to LEAD_ROUNDS ahead of the receives. */

  /** How many operations one measured round has. */
  static final int ROUND = 1_000;

  /** How far fills run ahead of receives at most, in rounds. */
  private static final int LEAD_ROUNDS = 64;

  /** Creates the benchmark. */
  public StoreBenchmark() {}

  /**
   * Sends one message and receives it: the steady state of a busy store. With two threads and few
   * users a receive may take the message of the other thread as well; the counters say so.
   *
   * @param population the store and its users
   * @param route whom this thread visits
   * @param sends counts the sends
   * @param receives counts the receives
   * @return what was received
   */
  @Benchmark
  public List<?> sendReceive(
      Population population, Route route, SendOutcomes sends, ReceiveOutcomes receives) {
    int to = route.walk().target();
    sends.count(population.send(route.walk().sender(), to));
    var taken = population.receive(to);
    receives.count(taken);
    return taken;
  }

  /**
   * Sends to mailboxes with room. The messages of a round are drained before the next one, outside
   * the measured time.
   *
   * @param population the store and its users
   * @param round whom this thread visits
   * @param sends counts the sends
   */
  @Benchmark
  @OperationsPerInvocation(ROUND)
  public void send(Population population, SendRound round, SendOutcomes sends) {
    for (int i = 0; i < ROUND; i++) {
      sends.count(population.send(round.sends.sender(), round.sends.target()));
    }
  }

  /**
   * Sends to mailboxes that are full: what a refusal costs.
   *
   * @param full the store and its users
   * @param route whom this thread visits
   * @param sends counts the sends
   */
  @Benchmark
  public void sendToFull(FullPopulation full, Route route, SendOutcomes sends) {
    sends.count(full.population.send(route.walk().sender(), route.walk().target()));
  }

  /**
   * Receives from mailboxes with one message. The messages of a round are sent before it, outside
   * the measured time.
   *
   * @param population the store and its users
   * @param round whom this thread visits
   * @param receives counts the receives
   * @param hole takes the messages
   */
  @Benchmark
  @OperationsPerInvocation(ROUND)
  public void receive(
      Population population, ReceiveRound round, ReceiveOutcomes receives, Blackhole hole) {
    for (int i = 0; i < ROUND; i++) {
      var taken = population.receive(round.receives.target());
      receives.count(taken);
      hole.consume(taken);
    }
  }

  /** Whom one thread visits. */
  @State(Scope.Thread)
  public static class Route {
    private Walk walk;

    /** Creates a route that leads nowhere yet. */
    public Route() {}

    /**
     * Starts at this thread's part of the lap.
     *
     * @param population the users
     * @param thread which thread of how many
     */
    @Setup(Level.Trial)
    public void start(Population population, ThreadParams thread) {
      walk = new Walk(population, thread);
    }

    Walk walk() {
      return walk;
    }
  }

  /** Makes room before each round of sends. */
  @State(Scope.Thread)
  public static class SendRound {
    private Walk sends;
    private Walk drains;
    private boolean sent;

    /** Creates a round without users yet. */
    public SendRound() {}

    /**
     * Starts the drains where the sends start.
     *
     * @param population the users
     * @param thread which thread of how many
     */
    @Setup(Level.Trial)
    public void start(Population population, ThreadParams thread) {
      sends = new Walk(population, thread);
      drains = new Walk(population, thread);
    }

    /**
     * Takes what the last round has sent.
     *
     * @param population the store and its users
     */
    @Setup(Level.Invocation)
    public void drain(Population population) {
      for (int i = 0; sent && i < ROUND; i++) {
        population.receive(drains.target());
      }
      sent = true;
    }
  }

  /** Sends a message for each receive of the next rounds. */
  @State(Scope.Thread)
  public static class ReceiveRound {
    private Walk receives;
    private Walk fills;

    /** Creates a round without users yet. */
    public ReceiveRound() {}

    /**
     * Sends the lead, as far as this thread's part of the lap reaches.
     *
     * @param population the users
     * @param thread which thread of how many
     */
    @Setup(Level.Trial)
    public void start(Population population, ThreadParams thread) {
      receives = new Walk(population, thread);
      fills = new Walk(population, thread);
      int part = population.users() / thread.getThreadCount();
      int lead = Math.min(LEAD_ROUNDS, part / ROUND - 1);
      for (int i = 0; i < lead; i++) {
        fill(population);
      }
    }

    /**
     * Sends one round.
     *
     * @param population the store and its users
     */
    @Setup(Level.Invocation)
    public void fill(Population population) {
      for (int i = 0; i < ROUND; i++) {
        population.send(fills.sender(), fills.target());
      }
    }
  }

  /** A population all of whose mailboxes are full. */
  @State(Scope.Benchmark)
  public static class FullPopulation {
    private Population population;

    /** Creates a state without users yet. */
    public FullPopulation() {}

    /**
     * Fills all mailboxes.
     *
     * @param empty the store and its users
     */
    @Setup(Level.Trial)
    public void fill(Population empty) {
      population = empty;
      for (int user = 0; user < empty.users(); user++) {
        for (int i = 0; i < Store.MAILBOX_CAPACITY; i++) {
          empty.send(user, user);
        }
      }
    }
  }
}
