package io.ramtalk.benchmarks.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.MapConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.IMap;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A member whose threads run entry processors, the calls that every command of RAMTalk needs, with
 * nothing else: the limit of the library. Each thread keeps several calls under way.
 */
final class RawCalls implements MemberWork {
  private static final int PAYLOAD_BYTES = 64;
  private static final int FACTORY = 1;

  private final HazelcastInstance instance;
  private final IMap<UUID, Long> counters;
  private final int members;
  private final List<UUID> keys = new ArrayList<>();

  RawCalls(List<Integer> ports, int self) {
    members = ports.size();
    instance = Hazelcast.newHazelcastInstance(config(ports, self));
    counters = instance.getMap("counters");
  }

  /** Adds to a counter, and carries the bytes of a short message, encoded as RAMTalk encodes. */
  private static final class Increment
      implements EntryProcessor<UUID, Long, Long>, IdentifiedDataSerializable {
    private static final long serialVersionUID = 1L;

    private byte[] payload;

    Increment(byte[] payload) {
      this.payload = payload;
    }

    @Override
    public Long process(Map.Entry<UUID, Long> entry) {
      long next = (entry.getValue() == null ? 0 : entry.getValue()) + payload.length;
      entry.setValue(next);
      return next;
    }

    @Override
    public int getFactoryId() {
      return FACTORY;
    }

    @Override
    public int getClassId() {
      return 1;
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
      out.writeByteArray(payload);
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
      payload = Objects.requireNonNull(in.readByteArray());
    }
  }

  private static Config config(List<Integer> ports, int self) {
    var config = new Config().setClusterName("raw")
        .setProperty("hazelcast.phone.home.enabled", "false")
        .setProperty("hazelcast.logging.type", "jdk")
        .setProperty("hazelcast.socket.bind.any", "false")
        .setProperty("hazelcast.io.thread.count", "2")
        .setProperty("hazelcast.io.output.thread.count", "4")
        .setProperty("hazelcast.operation.response.thread.count", "0");
    config.getJetConfig().setEnabled(false);
    config.getMetricsConfig().setEnabled(false);
    config.getSerializationConfig()
        .addDataSerializableFactory(FACTORY, type -> new Increment(new byte[0]));
    config.addMapConfig(new MapConfig("counters").setInMemoryFormat(InMemoryFormat.OBJECT)
        .setBackupCount(ports.size() / 2).setStatisticsEnabled(false));
    var here = InetAddress.getLoopbackAddress().getHostAddress();
    var network = config.getNetworkConfig();
    network.setPort(ports.get(self)).setPortAutoIncrement(false).setReuseAddress(true);
    network.getInterfaces().setEnabled(true).addInterface(here);
    var join = network.getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true);
    ports.forEach(port -> join.getTcpIpConfig().addMember(here + ":" + port));
    return config;
  }

  @Override
  public boolean isSafe() {
    return instance.getCluster().getMembers().size() == members
        && instance.getPartitionService().isClusterSafe();
  }

  @Override
  public void fill(int count) {
    for (int i = 0; i < count; i++) {
      keys.add(UUID.randomUUID());
    }
  }

  @Override
  public Durations run(int caller, int callers, long end) throws InterruptedException {
    var calls = new UnderWay();
    var payload = new byte[PAYLOAD_BYTES];
    while (System.nanoTime() < end) {
      var key = keys.get(ThreadLocalRandom.current().nextInt(keys.size()));
      calls.add(() -> counters.submitToKey(key, new Increment(payload)));
    }
    return calls.await();
  }

  @Override
  public void close() {
    instance.getLifecycleService().terminate();
  }
}
