package io.ramtalk.benchmarks.store;

import io.ramtalk.benchmarks.Person;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A store with signed-up users without mail, and a random order of them that is the same in every
 * run.
 */
@State(Scope.Benchmark)
public class Population {
  private static final long SEED = 20_260_101;
  private static final String TEXT_OF_32_BYTES = "Lunch at noon, the usual place?!";

  @Param
  private StoreKind store = StoreKind.RAMTALK;

  @Param({"1000", "1000000"})
  private int users;

  private Members<?> members;
  private int[] order;

  /** Creates a population whose parameters JMH sets. */
  public Population() {}

  Population(StoreKind store, int users) {
    this.store = store;
    this.users = users;
    setUp();
  }

  /** Signs up all users, and creates the state that a first message leaves. */
  @Setup(Level.Trial)
  public final void setUp() {
    members = Members.signUp(store.create(), users);
    order = shuffled(users);
    for (int user = 0; user < users; user++) {
      send(user, user);
      receive(user);
    }
  }

  StoreKind store() {
    return store;
  }

  int users() {
    return users;
  }

  /** Returns the user at a position in the random order. */
  int userAt(int place) {
    return order[place];
  }

  boolean signUp(Person person) {
    return members.signUp(person);
  }

  boolean send(int from, int to) {
    return members.send(from, to, TEXT_OF_32_BYTES);
  }

  List<?> receive(int user) {
    return members.receive(user);
  }

  private static int[] shuffled(int count) {
    var order = new int[count];
    Arrays.setAll(order, i -> i);
    var random = new SplittableRandom(SEED);
    for (int i = count - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int user = order[i];
      order[i] = order[other];
      order[other] = user;
    }
    return order;
  }
}
