package io.ramtalk.hazelcast;

import com.hazelcast.config.Config;
import com.hazelcast.config.ExecutorConfig;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MaxSizePolicy;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.config.SplitBrainProtectionConfig;
import com.hazelcast.spi.merge.DiscardMergePolicy;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionOn;
import io.ramtalk.hazelcast.ClusterSettings.Endpoint;
import java.util.Map;

/** The Hazelcast configuration of a member. Every setting in it is required. */
final class ClusterConfig {
  /* With its defaults, Hazelcast would acknowledge data held by one member only, let a minority
   * keep working, and let a separated copy bring deleted messages back. So a late backup is a
   * failure, a minority (detected by heartbeats, not by counting members) rejects calls, a
   * rejoining copy is discarded, nothing is evicted, and the port accepts no classes by name.
   *
   * The operating system of a frozen member still accepts connections. While an I/O thread has data
   * to write to such a member, it keeps trying and never selects other writable sockets. So other
   * connections wake it through its task queue, which it does check. Otherwise the remaining
   * members would not hear from each other until the frozen one continues. */
  static final String ACCOUNTS = "ramtalk.accounts.";
  static final String NUMBERS = "ramtalk.numbers.";
  static final String PLACES = "ramtalk.places.";
  static final String REGISTER = "ramtalk.register.";
  static final String LOGINS = "ramtalk.logins.";
  static final String HINTS = "ramtalk.hints.";
  static final String LANES = "ramtalk.lanes";
  static final String ROLL_CALL = "ramtalk.roll-call";
  static final String MAJORITY = "majority";

  /** Silence after which a member is no longer counted; the others remove it later. */
  static final int TOLERATED_SILENCE_MILLIS = 3_000;

  private static final String WAKE_BY_SELECTOR = "hazelcast.io.selectionKeyWakeupEnabled";
  private static final String CLUSTER_NAME = "ramtalk";
  private static final int MAX_BACKUPS = 6;
  private static final int MAX_ASKED = 1_000;

  private static final Map<String, String> PROPERTIES = Map.ofEntries(
      Map.entry("hazelcast.operation.fail.on.indeterminate.state", "true"),
      Map.entry("hazelcast.max.no.heartbeat.seconds", "5"),
      Map.entry("hazelcast.heartbeat.interval.seconds", "1"),
      Map.entry("hazelcast.operation.backup.timeout.millis", "1500"),
      Map.entry("hazelcast.operation.call.timeout.millis", "5000"),
      Map.entry("hazelcast.merge.first.run.delay.seconds", "5"),
      Map.entry("hazelcast.merge.next.run.delay.seconds", "5"),
      Map.entry("hazelcast.graceful.shutdown.max.wait", "60"),
      Map.entry("hazelcast.phone.home.enabled", "false"),
      Map.entry("hazelcast.shutdownhook.enabled", "false"),
      Map.entry("hazelcast.logging.type", "jdk"),
      Map.entry("hazelcast.socket.bind.any", "false"),
      Map.entry("hazelcast.socket.server.bind.any", "false"),
      Map.entry("hazelcast.partition.count", "271"),
      Map.entry("hazelcast.io.thread.count", "2"),
      Map.entry("hazelcast.io.output.thread.count", "4"),
      Map.entry("hazelcast.operation.response.thread.count", "0"),
      Map.entry("hazelcast.event.queue.capacity", "100000"),
      Map.entry("hazelcast.health.monitoring.level", "OFF"));

  private ClusterConfig() {}

  static Config of(ClusterSettings settings) {
    if (System.getProperty(WAKE_BY_SELECTOR) == null) {
      System.setProperty(WAKE_BY_SELECTOR, "false"); // Hazelcast offers no other way to set it
    }
    var config = new Config().setClusterName(CLUSTER_NAME)
        .setClassLoader(ClusterConfig.class.getClassLoader());
    PROPERTIES.forEach(config::setProperty);
    network(config.getNetworkConfig(), settings);
    config.getJetConfig().setEnabled(false);
    config.getMetricsConfig().setEnabled(false);
    config.getIntegrityCheckerConfig().setEnabled(false);
    var serialization = config.getSerializationConfig();
    serialization.addDataSerializableFactory(Serialized.FACTORY, new SerializedTypes());
    serialization.setJavaSerializationFilterConfig(allowed());
    config.addExecutorConfig(
        new ExecutorConfig(ROLL_CALL, 1).setQueueCapacity(MAX_ASKED).setStatisticsEnabled(false));
    int members = settings.members().size();
    if (members > 1) {
      config.addSplitBrainProtectionConfig(SplitBrainProtectionConfig
          .newRecentlyActiveSplitBrainProtectionConfigBuilder(
              MAJORITY, majority(members), TOLERATED_SILENCE_MILLIS)
          .build().setProtectOn(SplitBrainProtectionOn.READ_WRITE));
    }
    for (var name : new String[] {ACCOUNTS, REGISTER, NUMBERS, PLACES, LOGINS}) {
      var map = map(name + "*", backups(members), members > 1);
      config.addMapConfig(map.setInMemoryFormat(name.equals(ACCOUNTS) || name.equals(REGISTER)
          ? InMemoryFormat.OBJECT : InMemoryFormat.BINARY));
    }
    return config;
  }

  /** Returns the number of members required to execute calls. */
  static int majority(int members) {
    return members / 2 + 1;
  }

  /** Returns the number of backup copies with which a majority holds each account. */
  static int backups(int members) {
    return Math.min(MAX_BACKUPS, members / 2);
  }

  private static MapConfig map(String name, int backups, boolean isProtected) {
    var map = new MapConfig(name).setBackupCount(backups).setAsyncBackupCount(0)
        .setStatisticsEnabled(false)
        .setMergePolicyConfig(
            new MergePolicyConfig(DiscardMergePolicy.class.getName(), 100));
    map.getEvictionConfig().setMaxSizePolicy(MaxSizePolicy.PER_NODE).setSize(Integer.MAX_VALUE);
    return isProtected ? map.setSplitBrainProtectionName(MAJORITY) : map;
  }

  private static void network(NetworkConfig network, ClusterSettings settings) {
    var self = settings.self();
    network.setPort(self.port()).setPortAutoIncrement(false).setReuseAddress(true)
        .setPublicAddress(self.toString());
    network.getInterfaces().setEnabled(true).addInterface(self.address().getHostAddress());
    var join = network.getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true).setConnectionTimeoutSeconds(2);
    settings.members().stream().map(Endpoint::toString)
        .forEach(join.getTcpIpConfig()::addMember);
  }

  private static JavaSerializationFilterConfig allowed() {
    return new JavaSerializationFilterConfig().setDefaultsDisabled(true)
        .setWhitelist(ExceptionClasses.filter());
  }
}
