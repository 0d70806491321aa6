package io.ramtalk.hazelcast;

import io.ramtalk.Certificates;
import io.ramtalk.Tools;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Three members, one of which is the victim of the next fault. Members whose network can fail
 * encrypt their connections.
 */
final class FaultyCluster implements AutoCloseable {
  private static final int PORT = 8000;

  private final List<MemberProcess> members;
  private final @Nullable MemberNetwork network;
  private int rounds;

  private FaultyCluster(List<MemberProcess> members, @Nullable MemberNetwork network) {
    this.members = members;
    this.network = network;
  }

  /** Starts three members on this machine, on which a network can fail or cannot. */
  static FaultyCluster start(boolean canNetworkFail, Path logs) throws Exception {
    if (!canNetworkFail) {
      return new FaultyCluster(MemberProcess.startThree(logs), null);
    }
    Tools.require("iproute2, nftables, or root", MemberNetwork.isPossible());
    var network = MemberNetwork.create();
    var cluster = new FaultyCluster(members(network, logs), network);
    try {
      for (var member : cluster.members) {
        member.start();
      }
      MemberProcess.awaitSafe(cluster.members);
      return cluster;
    } catch (Exception | AssertionError e) {
      cluster.close();
      throw e;
    }
  }

  private static List<MemberProcess> members(MemberNetwork network, Path logs) throws Exception {
    var certificates = new Certificates(logs);
    certificates.selfSigned("shared", Certificates.LOOPBACK);
    var flags = List.of("--cluster-tls-cert", certificates.pem("shared").toString(),
        "--cluster-tls-key", certificates.key("shared").toString());
    var endpoints = new ArrayList<ClusterSettings.Endpoint>();
    for (int i = 1; i <= 3; i++) {
      endpoints.add(new ClusterSettings.Endpoint(
          InetAddress.getByName(MemberNetwork.memberAddress(i)), ClusterSettings.DEFAULT_PORT));
    }
    return IntStream.rangeClosed(1, 3).mapToObj(i -> new MemberProcess(network.entrance(i),
        new ClusterSettings(endpoints.get(i - 1), endpoints), MemberNetwork.clientAddress(i),
        PORT, logs.resolve("member" + i)).with(flags)).toList();
  }

  /** Chooses the next member in turn as the victim, and returns it. */
  MemberProcess next() {
    rounds++;
    return member();
  }

  /** Returns the number of victims so far. */
  int round() {
    return rounds;
  }

  /** Returns the victim. */
  MemberProcess member() {
    return members.get(number() - 1);
  }

  /** Returns the number of the victim, from 1. */
  int number() {
    return rounds % members.size() + 1;
  }

  /** Returns the numbers of the other members. */
  List<Integer> otherNumbers() {
    return IntStream.rangeClosed(1, members.size()).filter(i -> i != number()).boxed().toList();
  }

  /** Returns all members but the victim. */
  List<MemberProcess> others() {
    return otherNumbers().stream().map(i -> members.get(i - 1)).toList();
  }

  List<MemberProcess> members() {
    return members;
  }

  MemberNetwork network() {
    return Objects.requireNonNull(network);
  }

  /** Drops all packets that the victim sends to the other members. */
  void mute() throws IOException, InterruptedException {
    for (int other : otherNumbers()) {
      network().block(number(), other);
    }
  }

  /** Drops all packets that the other members send to the victim. */
  void deafen() throws IOException, InterruptedException {
    for (int other : otherNumbers()) {
      network().block(other, number());
    }
  }

  /** Repairs the network, and waits until all members have joined and every account has a copy. */
  void heal() throws Exception {
    if (network != null) {
      network.repair();
    }
    MemberProcess.awaitSafe(members);
  }

  /** Returns the logs of all members. */
  String said() throws IOException {
    var said = new StringBuilder();
    for (var member : members) {
      said.append(member.said()).append('\n');
    }
    return said.toString();
  }

  @Override
  public void close() {
    members.forEach(MemberProcess::close);
    if (network != null) {
      network.close();
    }
  }
}
