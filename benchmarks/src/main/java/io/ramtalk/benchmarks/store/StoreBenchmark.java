package io.ramtalk.benchmarks.store;

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
 * The number of messages of 32 bytes that a store accepts and delivers per microsecond.
 *
 * <p>Senders and receivers follow a random order over all users, with distance between threads and
 * between senders and receivers. So with 1,000,000 users nearly every access misses the caches, and
 * with 1,000 users hardly any does.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 2, jvmArgs = {"-Xms3g", "-Xmx3g"})
public class StoreBenchmark {
  /* A mailbox holds 5 messages. Sending alone would fill all mailboxes within milliseconds and then
   * measure rejections; receiving alone would measure empty mailboxes. So both are measured in
   * rounds: one invocation is a round of sends, and the drain that makes room again runs outside
   * the measured time, or the reverse. A round takes long enough (tens of microseconds) that
   * reading the clock around it is negligible.
   *
   * A drain right after its round leaves nothing useful in the caches, because the next round
   * visits other users. A fill right before its round would. So with many users the fill runs up to
   * LEAD_ROUNDS ahead of the receives. */

  /** Number of operations in one measured round. */
  static final int ROUND = 1_000;

  /** Maximum number of rounds by which fills run ahead of receives. */
  private static final int LEAD_ROUNDS = 64;

  /** Creates the benchmark. */
  public StoreBenchmark() {}

  /**
   * Sends one message and receives it: the steady state of a busy store. With two threads and few
   * users, a receive may also take the message of the other thread; the counters show that.
   *
   * @param population the store and its users
   * @param route the users that this thread visits
   * @param sends the counters of sends
   * @param receives the counters of receives
   * @return the received messages
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
   * @param round the users that this thread visits
   * @param sends the counters of sends
   */
  @Benchmark
  @OperationsPerInvocation(ROUND)
  public void send(Population population, SendRound round, SendOutcomes sends) {
    for (int i = 0; i < ROUND; i++) {
      sends.count(population.send(round.sends.sender(), round.sends.target()));
    }
  }

  /**
   * Sends to full mailboxes: the cost of a rejection.
   *
   * @param full the store and its users
   * @param route the users that this thread visits
   * @param sends the counters of sends
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
   * @param round the users that this thread visits
   * @param receives the counters of receives
   * @param hole consumes the messages
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

  /** The users that one thread visits. */
  @State(Scope.Thread)
  public static class Route {
    private RandomWalk walk;

    /** Creates a route without users. */
    public Route() {}

    /**
     * Starts at this thread's part of the order.
     *
     * @param population the users
     * @param thread the index of this thread and the number of threads
     */
    @Setup(Level.Trial)
    public void start(Population population, ThreadParams thread) {
      walk = new RandomWalk(population, thread);
    }

    RandomWalk walk() {
      return walk;
    }
  }

  /** A round of sends, for which room is made first. */
  @State(Scope.Thread)
  public static class SendRound {
    private RandomWalk sends;
    private RandomWalk drains;
    private boolean sent;

    /** Creates a round without users. */
    public SendRound() {}

    /**
     * Starts the drains at the same user as the sends.
     *
     * @param population the users
     * @param thread the index of this thread and the number of threads
     */
    @Setup(Level.Trial)
    public void start(Population population, ThreadParams thread) {
      sends = new RandomWalk(population, thread);
      drains = new RandomWalk(population, thread);
    }

    /**
     * Receives the messages of the last round.
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

  /** A round of receives, for which messages are sent first. */
  @State(Scope.Thread)
  public static class ReceiveRound {
    private RandomWalk receives;
    private RandomWalk fills;

    /** Creates a round without users. */
    public ReceiveRound() {}

    /**
     * Sends the messages of the lead, as far as this thread's part of the order allows.
     *
     * @param population the users
     * @param thread the index of this thread and the number of threads
     */
    @Setup(Level.Trial)
    public void start(Population population, ThreadParams thread) {
      receives = new RandomWalk(population, thread);
      fills = new RandomWalk(population, thread);
      int part = population.users() / thread.getThreadCount();
      int lead = Math.min(LEAD_ROUNDS, part / ROUND - 1);
      for (int i = 0; i < lead; i++) {
        fill(population);
      }
    }

    /**
     * Sends the messages of one round.
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

  /** A population with full mailboxes. */
  @State(Scope.Benchmark)
  public static class FullPopulation {
    private Population population;

    /** Creates a state without users. */
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
