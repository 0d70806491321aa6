package io.ramtalk.benchmarks.cluster;

import io.ramtalk.Draft;
import io.ramtalk.RamTalk;
import io.ramtalk.UserId;
import io.ramtalk.benchmarks.Person;
import io.ramtalk.hazelcast.ClusterSettings;
import io.ramtalk.hazelcast.HazelcastEngine;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A member whose threads send and receive by calls of the library. Each thread keeps several pairs
 * of a send and a receive under way.
 */
final class LibraryPairs implements MemberWork {
  private static final int MAX_USERS = 10_000_000;
  private static final String TEXT = "x".repeat(32);

  private final HazelcastEngine engine;
  private final RamTalk talk;
  private final List<UserId> users = new ArrayList<>();
  private final int firstPerson;
  private @Nullable RingTimes ringTimes;

  LibraryPairs(List<Integer> ports, int self) {
    var here = InetAddress.getLoopbackAddress();
    var members = ports.stream().map(port -> new ClusterSettings.Endpoint(here, port)).toList();
    engine = HazelcastEngine.join(new ClusterSettings(members.get(self), members));
    talk = RamTalk.builder().engine(engine).build();
    firstPerson = self * MAX_USERS;
  }

  RamTalk talk() {
    return talk;
  }

  List<UserId> users() {
    return users;
  }

  @Override
  public UserId listen() {
    var user = users.get(0);
    ringTimes = RingTimes.listen(talk, user);
    return user;
  }

  @Override
  public void ring(UserId user, int count) throws InterruptedException {
    RingTimes.ring(talk, users.get(0), user, count);
  }

  @Override
  public long[] ringNanos() {
    return Objects.requireNonNull(ringTimes).sorted();
  }

  /** Returns the user that the user with an index sends to. */
  UserId partner(int index) {
    return users.get(index ^ 1);
  }

  @Override
  public boolean isSafe() {
    return engine.cluster().isSafe();
  }

  @Override
  public void fill(int count) {
    for (int i = 0; i < count; i++) {
      users.add(talk.signUp(Person.at(firstPerson + users.size()).mobile()).user().id());
    }
  }

  @Override
  public Durations run(int caller, int callers, long end) throws InterruptedException {
    var pairs = new UnderWay();
    int own = users.size() / callers * callers;
    for (int i = caller; System.nanoTime() < end; i = (i + callers) % own) {
      var from = users.get(i);
      var to = partner(i);
      pairs.add(() -> talk.delivery().sendAsync(Draft.of(from, to).text(TEXT))
          .thenCompose(id -> talk.delivery().transferAsync(to, Integer.MAX_VALUE))
          .thenAccept(transfer -> {
            if (transfer.messages().size() != 1) {
              throw new IllegalStateException("A message was not received");
            }
            transfer.commit();
          }));
    }
    return pairs.await();
  }

  @Override
  public void close() {
    talk.close();
  }
}
