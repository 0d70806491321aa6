package io.ramtalk.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.util.concurrent.Callable;

/** Answers that whoever asks is counted here: others are not answered. */
final class RollCallStep extends Portable implements Callable<Boolean> {
  /** Creates one. */
  RollCallStep() {}

  @Override
  public Boolean call() {
    return true;
  }

  @Override
  public void writeData(ObjectDataOutput out) {
    // Nothing is said but what it is.
  }

  @Override
  public void readData(ObjectDataInput in) {
    // Nothing is said but what it is.
  }
}
