package io.ramtalk.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Tools;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A network partition between members, as clients see it. */
@Tag("long")
@EnabledOnOs(OS.LINUX)
final class SplitTest {
  private static final int SENT_TO_MAJORITY = 200;
  private static final int PORT = 8000;

  @TempDir
  private Path logs;

  @Test
  void split_minorityRefusesMajorityGoesOn_nothingAcknowledgedLost() throws Exception {
    Tools.require("iproute2, or root", SplitNetwork.isPossible());
    var members = new ArrayList<MemberProcess>();
    try (var network = SplitNetwork.create()) {
      members.addAll(start(network));
      try (var load = new HttpLoad(members.stream().map(MemberProcess::uri).toList())
          .start(30, 6)) {
        load.awaitAccepted(200);
        int before = load.sent();

        network.connect(3, false);
        members.get(2).await("no_quorum");
        assertThat(members.get(2).readyz()).startsWith("503");
        load.awaitAccepted(SENT_TO_MAJORITY);
        int sent = load.sent();
        network.connect(3, true);
        MemberProcess.awaitSafe(members);
        load.drain().checkNothingHidden();

        System.out.println("SplitTest: " + (sent - before) + " sent while one of three was cut"
            + " off, " + load.sent() + " in all.");
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
