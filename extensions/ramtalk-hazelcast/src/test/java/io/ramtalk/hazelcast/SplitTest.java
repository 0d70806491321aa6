package io.ramtalk.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What clients see when the network between members is split. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SplitTest {
  private static final int CUT_OFF_SECONDS = 20;
  private static final int PORT = 8000;

  @TempDir
  private Path logs;

  @Test
  void split_minorityRefusesMajorityGoesOn_nothingAcknowledgedLost() throws Exception {
    boolean isPossible = SplitNetwork.isPossible();
    if (!isPossible) {
      assertThat(System.getenv("CI")).as("CI, which has both").isNotEqualTo("true");
      System.out.println("SplitTest: skipped, since network namespaces need root and iproute2.");
    }
    assumeTrue(isPossible);
    var members = new ArrayList<MemberProcess>();
    try (var network = SplitNetwork.create()) {
      members.addAll(start(network));
      try (var load = new HttpLoad(members.stream().map(MemberProcess::uri).toList())
          .start(30, 6)) {
        load.awaitAccepted(200);
        int before = load.sent();

        network.connect(3, false);
        members.get(2).assertRunsFor(CUT_OFF_SECONDS / 2, TimeUnit.SECONDS);
        assertThat(members.get(2).readyz()).startsWith("503").contains("no_quorum");
        int atHalf = load.sent();
        members.get(2).assertRunsFor(CUT_OFF_SECONDS / 2, TimeUnit.SECONDS);
        int sent = load.sent();
        network.connect(3, true);
        MemberProcess.awaitSafe(members);
        load.drain().checkNothingHidden();

        System.out.println("SplitTest: " + (sent - before) + " sent while one of three was cut"
            + " off for " + CUT_OFF_SECONDS + " s, " + load.sent() + " in all.");
        assertThat(sent - atHalf).as("sent to the majority").isGreaterThan(50);
        assertThat(load.lost()).as("acknowledged and lost").isEmpty();
        assertThat(load.storedTwice()).as("stored twice").isEmpty();
        assertThat(load.unexpected()).as("answers beside 503 and 409").isZero();
      }
    } finally {
      members.forEach(MemberProcess::close);
    }
  }

  private List<MemberProcess> start(SplitNetwork network) throws Exception {
    var endpoints = new ArrayList<ClusterSettings.Endpoint>();
    for (int i = 1; i <= 3; i++) {
      endpoints.add(new ClusterSettings.Endpoint(
          InetAddress.getByName(SplitNetwork.memberAddress(i)), ClusterSettings.DEFAULT_PORT));
    }
    var members = new ArrayList<MemberProcess>();
    for (int i = 1; i <= 3; i++) {
      members.add(new MemberProcess(network.entrance(i),
          new ClusterSettings(endpoints.get(i - 1), endpoints), SplitNetwork.clientAddress(i),
          PORT, logs.resolve("member" + i)));
      members.get(i - 1).start();
    }
    MemberProcess.awaitSafe(members);
    return members;
  }
}
