package io.ramtalk.hazelcast;

import com.hazelcast.core.HazelcastInstance;

/**
 * The state of a cluster, as seen by one of its members.
 *
 * @param members number of members present
 * @param expected number of members configured
 * @param hasQuorum whether calls are executed: a majority is present and was heard from recently
 * @param isSafe whether all members are present and every account stored on this one has all its
 *     backup copies; a member may be stopped when all members report true
 */
public record ClusterHealth(int members, int expected, boolean hasQuorum, boolean isSafe) {
  static ClusterHealth of(HazelcastInstance instance, boolean hasMajority, boolean isSafe) {
    if (!instance.getLifecycleService().isRunning()) {
      return new ClusterHealth(0, 0, false, false);
    }
    var config = instance.getConfig();
    int expected = config.getNetworkConfig().getJoin().getTcpIpConfig().getMembers().size();
    int members = instance.getCluster().getMembers().size();
    boolean hasQuorum = hasMajority && (expected == 1
        || instance.getSplitBrainProtectionService()
            .getSplitBrainProtection(ClusterConfig.MAJORITY).hasMinimumSize());
    return new ClusterHealth(members, expected, hasQuorum, members == expected && isSafe);
  }
}
