package io.ramtalk.hazelcast;

import com.hazelcast.core.HazelcastInstance;

/**
 * How a cluster is, as one of its members sees it.
 *
 * @param members how many members are there
 * @param expected how many there are to be
 * @param hasQuorum whether calls are answered: a majority is there and was heard lately
 * @param isSafe whether all are there and every account that lives on this one has all its
 *     copies; one may go when each member says so
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
