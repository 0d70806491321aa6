package io.ramtalk.hazelcast;

import com.hazelcast.nio.serialization.IdentifiedDataSerializable;

/**
 * A type that members send to each other. Instances are created from its number, never from a class
 * name received over the network.
 */
abstract class Serialized implements IdentifiedDataSerializable {
  static final int FACTORY = 7_267;

  /** Returns the type, which determines the class of this instance. */
  abstract SerializedType type();

  @Override
  public final int getFactoryId() {
    return FACTORY;
  }

  @Override
  public final int getClassId() {
    return type().ordinal();
  }
}
