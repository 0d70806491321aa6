package io.ramtalk.hazelcast;

import io.ramtalk.RamTalkBuilder;
import io.ramtalk.hazelcast.ClusterSettings.Permissions;
import io.ramtalk.server.ClusterStatus;
import io.ramtalk.server.RamTalkServerBuilder;
import io.ramtalk.server.ServerFlags;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that make a server a member of a cluster. */
final class ClusterFlags implements ServerFlags {
  private static final int WORKERS = 64;

  @Option(names = "--cluster-members", paramLabel = "HOST[:PORT]", split = ",", required = true,
      description = "All members of the cluster, this one among them, the same on each: where"
          + " they listen for each other (default port: " + ClusterSettings.DEFAULT_PORT + ").")
  private List<String> members = List.of();

  @Option(names = "--cluster-self", paramLabel = "HOST[:PORT]",
      description = "Which of the members this is; needed only where several have an address of"
          + " this machine.")
  private String self = "";

  @Option(names = "--unsafe-two-node",
      description = "Allow a cluster of two, which answers nothing while one of them is gone.")
  private boolean unsafeTwoNode;

  @Option(names = "--insecure-cluster-address",
      description = "Allow members on addresses that are not of a private network: whoever"
          + " reaches their port is in the cluster.")
  private boolean insecureAddress;

  private @Nullable HazelcastEngine engine;

  private ClusterSettings settings() {
    return ClusterSettings.parse(
        members, self, new Permissions(unsafeTwoNode, insecureAddress));
  }

  @Override
  public void apply(RamTalkBuilder messenger) {
    engine = HazelcastEngine.join(settings());
    messenger.engine(engine);
  }

  @Override
  public void apply(RamTalkServerBuilder server) {
    var joined = Objects.requireNonNull(engine);
    server.workers(WORKERS).sharedLogins(joined.logins()).cluster(() -> {
      var health = joined.cluster();
      return new ClusterStatus(
          health.members(), health.expected(), health.hasQuorum(), health.isSafe());
    });
  }

  /** What is stored is stored again as copies of what other members have. */
  @Override
  public long defaultBudgetBytes() {
    return ServerFlags.super.defaultBudgetBytes()
        / (1 + ClusterConfig.backups(Math.max(1, members.size())));
  }

  @Override
  public String whereDataLives() {
    return "Data lives in the RAM of " + members.size() + " members: it is gone when they are.";
  }

  @Override
  public String farewell() {
    return "RAMTalk stopped; what was here is with the other members, if there are any.";
  }
}
