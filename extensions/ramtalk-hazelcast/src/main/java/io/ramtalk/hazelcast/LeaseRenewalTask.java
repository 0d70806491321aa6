package io.ramtalk.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.util.concurrent.Callable;

/**
 * A confirmation for the asking member, with the wall clock of this one in milliseconds. Hazelcast
 * rejects calls from members not counted here.
 */
final class LeaseRenewalTask extends Serialized implements Callable<Long> {
  /** Creates a step. */
  LeaseRenewalTask() {}

  @Override
  public Long call() {
    return System.currentTimeMillis();
  }

  @Override
  SerializedType type() {
    return SerializedType.LEASE_RENEWAL_TASK;
  }

  @Override
  public void writeData(ObjectDataOutput out) {
    // The step has no fields.
  }

  @Override
  public void readData(ObjectDataInput in) {
    // The step has no fields.
  }
}
