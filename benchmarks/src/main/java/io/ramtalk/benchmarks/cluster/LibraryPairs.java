package io.ramtalk.benchmarks.cluster;

import io.ramtalk.RamTalk;
import io.ramtalk.UserId;
import io.ramtalk.benchmarks.Person;
import io.ramtalk.hazelcast.ClusterSettings;
import io.ramtalk.hazelcast.HazelcastEngine;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** A member whose threads send and receive by calls of the library. */
final class LibraryPairs implements MemberWork {
  private static final int MAX_USERS = 10_000_000;
  private static final String TEXT = "x".repeat(32);

  private final HazelcastEngine engine;
  private final RamTalk talk;
  private final List<UserId> users = new ArrayList<>();
  private final int firstPerson;

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
  public Durations run(int caller, int callers, long end) {
    var durations = new Durations();
    int own = users.size() / callers * callers;
    for (int i = caller; System.nanoTime() < end; i = (i + callers) % own) {
      var user = users.get(i);
      long began = System.nanoTime();
      talk.send(user, user, TEXT);
      if (talk.receive(user).size() != 1) {
        throw new IllegalStateException("A message was not received");
      }
      durations.add(System.nanoTime() - began);
    }
    return durations;
  }

  @Override
  public void close() {
    talk.close();
  }
}
