package io.ramtalk.hazelcast;

import io.ramtalk.RamTalkBuilder;
import io.ramtalk.hazelcast.ClusterSettings.Permissions;
import io.ramtalk.server.ClusterStatus;
import io.ramtalk.server.RamTalkServerBuilder;
import io.ramtalk.server.command.MutualTls;
import io.ramtalk.server.command.ServerFlags;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The command-line options that make a server a member of a cluster. */
final class ClusterFlags implements ServerFlags {
  private static final int WORKERS = 64;

  @Option(names = "--cluster-members", paramLabel = "HOST[:PORT]", split = ",", required = true,
      description = "Addresses of all members of the cluster, including this one, the same list on"
          + " each member (default port: " + ClusterSettings.DEFAULT_PORT + ").")
  private List<String> members = List.of();

  @Option(names = "--cluster-self", paramLabel = "HOST[:PORT]",
      description = "Address of this member. Required only if several members have an address of"
          + " this machine (default: the member with such an address).")
  private String self = "";

  @Option(names = "--cluster-tls-cert", paramLabel = "FILE",
      description = "Certificate of this member in PEM format, followed by its chain. Members then"
          + " authenticate each other and encrypt their connections by TLS 1.3. Requires"
          + " --cluster-tls-key.")
  private @Nullable Path tlsCert;

  @Option(names = "--cluster-tls-key", paramLabel = "FILE",
      description = "Private key of the certificate in PEM format (PKCS #8, not encrypted).")
  private @Nullable Path tlsKey;

  @Option(names = "--cluster-tls-ca", paramLabel = "FILE",
      description = "Certificates in PEM format that this member trusts, and whose signatures it"
          + " trusts (default: the file of --cluster-tls-cert, for members that share one"
          + " certificate).")
  private @Nullable Path tlsCa;

  @Option(names = "--unsafe-two-node",
      description = "Allow a cluster of two, which rejects all calls while one member is down.")
  private boolean unsafeTwoNode;

  @Option(names = "--insecure-cluster-address",
      description = "Allow members without TLS on addresses outside private networks. Anyone who"
          + " can reach their port can join the cluster.")
  private boolean insecureAddress;

  private @Nullable HazelcastEngine engine;

  private ClusterSettings settings() {
    return ClusterSettings.parse(
        members, self, new Permissions(unsafeTwoNode, insecureAddress || tlsCert != null));
  }

  private @Nullable SSLContext tls() {
    if (tlsCert == null && tlsKey == null && tlsCa == null) {
      return null;
    }
    if (tlsCert == null || tlsKey == null) {
      throw new IllegalArgumentException(
          "--cluster-tls-cert and --cluster-tls-key must be set together");
    }
    try {
      return MutualTls.load(tlsCert, tlsKey, tlsCa == null ? tlsCert : tlsCa);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "--cluster-tls-cert, --cluster-tls-key, --cluster-tls-ca: " + e.getMessage(), e);
    }
  }

  @Override
  public void apply(RamTalkBuilder messenger) {
    var tls = tls();
    engine = tls == null
        ? HazelcastEngine.join(settings()) : HazelcastEngine.join(settings(), tls);
    messenger.engine(engine);
  }

  @Override
  public void apply(RamTalkServerBuilder server) {
    serve(server, Objects.requireNonNull(engine));
  }

  /** Makes a server a member of the cluster of an engine. */
  static void serve(RamTalkServerBuilder server, HazelcastEngine joined) {
    server.workers(WORKERS).sharedLogins(joined.logins()).cluster(() -> {
      var health = joined.cluster();
      return new ClusterStatus(
          health.members(), health.expected(), health.hasQuorum(), health.isSafe());
    });
  }

  /** Divides the budget, because each member also stores copies of other members' data. */
  @Override
  public long defaultBudgetBytes() {
    return ServerFlags.super.defaultBudgetBytes()
        / (1 + ClusterConfig.backups(Math.max(1, members.size())));
  }

  @Override
  public String whereDataLives() {
    return "Data lives in the RAM of " + members.size() + " members and is lost when all stop.";
  }

  @Override
  public String farewell() {
    return "RAMTalk stopped; the other members, if any, keep the data.";
  }
}
