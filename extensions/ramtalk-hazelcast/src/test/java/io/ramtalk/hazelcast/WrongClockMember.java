package io.ramtalk.hazelcast;

import com.hazelcast.core.Hazelcast;
import io.ramtalk.RamTalk;
import io.ramtalk.hazelcast.ClusterSettings.Permissions;
import io.ramtalk.server.RamTalkServer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A server in a process of its own, whose wall clock is ahead of or behind the system's. */
final class WrongClockMember {
  private WrongClockMember() {}

  /** Sets the clock of Hazelcast; the option of the JVM must be given at its start. */
  static String jvmOption(int seconds) {
    return "-Dcom.hazelcast.clock.offset=" + Duration.ofSeconds(seconds).toMillis();
  }

  /**
   * Runs the server until the process is stopped.
   *
   * @param args the seconds by which the clock is ahead, the host and the port of the server, this
   *     member and all members
   */
  public static void main(String... args) throws Exception {
    var ahead = Duration.ofSeconds(Integer.parseInt(args[0]));
    var settings = ClusterSettings.parse(List.of(args[4].split(",")), args[3], Permissions.NONE);
    var engine = HazelcastEngine.join(
        Hazelcast.newHazelcastInstance(ClusterConfig.of(settings)),
        new HazelcastEngine.Timing(() -> {
          var now = MajorityLease.Moment.now();
          return new MajorityLease.Moment(now.nanos(), now.millis() + ahead.toMillis());
        }, Calls.LIMIT_MILLIS));
    var talk = RamTalk.builder().engine(engine).mailboxCapacity(MemberProcess.MAILBOX_CAPACITY)
        .clock(Clock.offset(Clock.systemUTC(), ahead)).build();
    var builder = RamTalkServer.builder().messenger(talk).host(args[1])
        .port(Integer.parseInt(args[2]));
    ClusterFlags.serve(builder, engine);
    var server = builder.build().start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      server.close();
      talk.close();
    }));
    new CountDownLatch(1).await();
  }
}
