package io.ramtalk.hazelcast;

import io.ramtalk.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Three network namespaces for members, joined by a switch. Clients reach each member over a
 * separate link. Requires root, iproute2 and nftables.
 */
final class MemberNetwork implements AutoCloseable {
  private static final String SWITCH = "ramtalk-switch";
  private static final int MEMBERS = 3;

  private MemberNetwork() {}

  static boolean isPossible() throws InterruptedException {
    try {
      new MemberNetwork().removeAll();
      run("ip", "netns", "add", SWITCH);
      run("ip", "netns", "del", SWITCH);
      run("ip", "link", "add", "ramtalk-try", "type", "veth", "peer", "name", "ramtalk-try2");
      run("ip", "link", "del", "ramtalk-try");
      run("nft", "--version");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  static MemberNetwork create() throws IOException, InterruptedException {
    var network = new MemberNetwork();
    network.removeAll();
    run("ip", "netns", "add", SWITCH);
    inside(SWITCH, "ip", "link", "add", "switch", "type", "bridge");
    inside(SWITCH, "ip", "link", "set", "switch", "up");
    for (int i = 1; i <= MEMBERS; i++) {
      network.addMember(i);
    }
    return network;
  }

  private void addMember(int i) throws IOException, InterruptedException {
    var space = space(i);
    run("ip", "netns", "add", space);
    inside(space, "ip", "link", "set", "lo", "up");
    run("ip", "link", "add", "member", "netns", space, "type", "veth",
        "peer", "name", "port" + i, "netns", SWITCH);
    inside(space, "ip", "address", "add", memberAddress(i) + "/24", "dev", "member");
    inside(space, "ip", "link", "set", "member", "up");
    inside(SWITCH, "ip", "link", "set", "port" + i, "master", "switch", "up");
    run("ip", "link", "add", clientLink(i), "type", "veth",
        "peer", "name", "clients", "netns", space);
    run("ip", "address", "add", "10.78." + i + ".1/24", "dev", clientLink(i));
    run("ip", "link", "set", clientLink(i), "up");
    inside(space, "ip", "address", "add", clientAddress(i) + "/24", "dev", "clients");
    inside(space, "ip", "link", "set", "clients", "up");
    inside(space, "nft", "add", "table", "inet", "faults");
    inside(space, "nft", "add", "chain", "inet", "faults", "input",
        "{ type filter hook input priority 0; }");
  }

  /** Returns the command prefix that runs a program in the namespace of a member. */
  List<String> entrance(int i) {
    return List.of("ip", "netns", "exec", space(i));
  }

  static String memberAddress(int i) {
    return "10.77.0." + i;
  }

  static String clientAddress(int i) {
    return "10.78." + i + ".2";
  }

  /** Drops all packets that one member sends to another; clients can always reach both. */
  void block(int from, int to) throws IOException, InterruptedException {
    addRule(to, "ip", "saddr", memberAddress(from), "drop");
  }

  /** Drops one of a hundred packets between members, chosen at random. */
  void loseOnePercent() throws IOException, InterruptedException {
    for (int i = 1; i <= MEMBERS; i++) {
      addRule(i, "iifname", "member", "numgen", "random", "mod", "100", "0", "drop");
    }
  }

  /** Ends all faults of the network. */
  void repair() throws IOException, InterruptedException {
    for (int i = 1; i <= MEMBERS; i++) {
      inside(space(i), "nft", "flush", "chain", "inet", "faults", "input");
    }
  }

  private static void addRule(int member, String... rule)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("nft", "add", "rule", "inet", "faults", "input"));
    command.addAll(List.of(rule));
    inside(space(member), command.toArray(String[]::new));
  }

  private static String space(int i) {
    return "ramtalk-member" + i;
  }

  private static String clientLink(int i) {
    return "ramtalk-c" + i;
  }

  private void removeAll() throws InterruptedException {
    for (int i = 1; i <= MEMBERS; i++) {
      attempt("ip", "link", "del", clientLink(i));
      attempt("ip", "netns", "del", space(i));
    }
    attempt("ip", "netns", "del", SWITCH);
  }

  @Override
  public void close() {
    try {
      removeAll();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void inside(String space, String... command)
      throws IOException, InterruptedException {
    var whole = new ArrayList<>(List.of("ip", "netns", "exec", space));
    whole.addAll(List.of(command));
    run(whole.toArray(String[]::new));
  }

  private static void attempt(String... command) throws InterruptedException {
    try {
      run(command);
    } catch (IOException e) {
      return; // the link or namespace did not exist
    }
  }

  private static void run(String... command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (Eventually.exits(process) != 0) {
      throw new IOException(String.join(" ", command) + ": " + said);
    }
  }
}
