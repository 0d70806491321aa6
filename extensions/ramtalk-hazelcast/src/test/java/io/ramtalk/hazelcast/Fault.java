package io.ramtalk.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;

/** The faults of machines, networks and clocks that a cluster of three has to survive. */
enum Fault {
  /** A member is killed, and started again after the others have taken over. */
  KILLED {
    @Override
    void play(FaultyCluster cluster, HttpLoad load) throws Exception {
      var victim = cluster.next();
      victim.signal("KILL");
      victim.awaitEnd();
      MemberProcess.awaitCount(cluster.others());
      load.awaitAccepted(ACCEPTED_MEANWHILE);
      victim.start();
    }
  },

  /** A member is frozen until the others have taken over, and gets requests all the time. */
  FROZEN {
    @Override
    void play(FaultyCluster cluster, HttpLoad load) throws Exception {
      var victim = cluster.next();
      victim.signal("STOP");
      var late = load.sendLate(victim.uri(), LATE);
      victim.assertRunsFor(FREEZE_SECONDS, TimeUnit.SECONDS);
      MemberProcess.awaitCount(cluster.others());
      victim.signal("CONT");
      assertThat(late.statuses().values().stream().mapToInt(count -> count).sum()).isEqualTo(LATE);
    }
  },

  /** All members are restarted in turn. */
  RESTARTED {
    @Override
    void play(FaultyCluster cluster, HttpLoad load) throws Exception {
      for (var member : cluster.members()) {
        MemberProcess.awaitSafe(cluster.members());
        member.signal("TERM");
        member.awaitEnd();
        member.start();
      }
    }
  },

  /** No packet passes between one member and the others. */
  CUT_OFF {
    @Override
    void play(FaultyCluster cluster, HttpLoad load) throws Exception {
      cluster.next();
      cluster.mute();
      cluster.deafen();
      awaitLossOf(cluster, load);
    }
  },

  /** No packet of the others reaches one member. */
  DEAF {
    @Override
    void play(FaultyCluster cluster, HttpLoad load) throws Exception {
      cluster.next();
      cluster.deafen();
      awaitLossOf(cluster, load);
    }
  },

  /** No packet of one member reaches the others. */
  MUTE {
    @Override
    void play(FaultyCluster cluster, HttpLoad load) throws Exception {
      cluster.next();
      cluster.mute();
      awaitLossOf(cluster, load);
    }
  },

  /** Two members lose each other, and the third one reaches both. */
  PAIR_APART {
    @Override
    void play(FaultyCluster cluster, HttpLoad load) throws Exception {
      cluster.next();
      var apart = cluster.otherNumbers();
      cluster.network().block(apart.get(0), apart.get(1));
      cluster.network().block(apart.get(1), apart.get(0));
      cluster.member().assertRunsFor(FAULT_SECONDS, TimeUnit.SECONDS);
      load.awaitAccepted(ACCEPTED_MEANWHILE);
    }
  },

  /** One of a hundred packets between members is lost. */
  LOSSY {
    @Override
    void play(FaultyCluster cluster, HttpLoad load) throws Exception {
      cluster.network().loseOnePercent();
      cluster.next().assertRunsFor(FAULT_SECONDS, TimeUnit.SECONDS);
      load.awaitAccepted(ACCEPTED_MEANWHILE);
    }
  },

  /** The clock of a member is 10 minutes ahead or behind. */
  WRONG_CLOCK {
    @Override
    void play(FaultyCluster cluster, HttpLoad load) throws Exception {
      var victim = cluster.next();
      victim.signal("TERM");
      victim.awaitEnd();
      victim.startAhead(cluster.round() % 2 == 0 ? CLOCK_SECONDS : -CLOCK_SECONDS);
      MemberProcess.awaitCount(cluster.members());
      load.awaitAccepted(ACCEPTED_MEANWHILE);
      victim.await("no_quorum");
      victim.awaitSaid("the clock of this member is (599|600) s (ahead of|behind) that of member ");
      victim.signal("TERM");
      victim.awaitEnd();
      victim.start();
    }
  };

  private static final int ACCEPTED_MEANWHILE = 500;
  private static final int LATE = 90;
  private static final int FREEZE_SECONDS = 12;
  private static final int FAULT_SECONDS = 12;
  private static final int CLOCK_SECONDS = 600;

  /** Brings the fault about and waits for its consequences. The cluster may still be faulty. */
  abstract void play(FaultyCluster cluster, HttpLoad load) throws Exception;

  /** Returns whether the fault is one of the network. */
  boolean isOfTheNetwork() {
    return switch (this) {
      case CUT_OFF, DEAF, MUTE, PAIR_APART, LOSSY -> true;
      case KILLED, FROZEN, RESTARTED, WRONG_CLOCK -> false;
    };
  }

  /** Waits until the member rejects calls and the others have taken over. */
  private static void awaitLossOf(FaultyCluster cluster, HttpLoad load) throws Exception {
    cluster.member().await("no_quorum");
    assertThat(cluster.member().readyz()).startsWith("503");
    MemberProcess.awaitCount(cluster.others());
    load.awaitAccepted(ACCEPTED_MEANWHILE);
  }
}
