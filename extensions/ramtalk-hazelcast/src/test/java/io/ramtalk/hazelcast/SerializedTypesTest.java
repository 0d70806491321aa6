package io.ramtalk.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The numbers of the types that members send to each other. */
final class SerializedTypesTest {
  @ParameterizedTest
  @EnumSource
  void create_numberOfAType_instanceOfThatType(SerializedType type) {
    var created = (Serialized) new SerializedTypes().create(type.ordinal());

    assertThat(created.type()).isEqualTo(type);
    assertThat(created.getClassId()).isEqualTo(type.ordinal());
  }
}
