package io.ramtalk.benchmarks.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ramtalk.benchmarks.Person;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class StoreTest {
  private static final Person ANA = Person.at(1);
  private static final Person BO = Person.at(2);

  @ParameterizedTest
  @EnumSource
  void signUp_newNumber(StoreKind kind) {
    var store = kind.create();

    boolean created = store.signUp(ANA);

    assertThat(created).isTrue();
    assertThat(store.idOf(ANA.mobile())).isNotNull();
  }

  @ParameterizedTest
  @EnumSource
  void signUp_knownNumber_keepsTheId(StoreKind kind) {
    var store = kind.create();
    store.signUp(ANA);
    var id = store.idOf(ANA.mobile());

    boolean created = store.signUp(ANA);

    assertThat(created).isFalse();
    assertThat(store.idOf(ANA.mobile())).isEqualTo(id);
  }

  @ParameterizedTest
  @EnumSource
  void idOf_unknownNumber(StoreKind kind) {
    var store = kind.create();

    assertThatThrownBy(() -> store.idOf(ANA.mobile())).isInstanceOf(RuntimeException.class);
  }

  @ParameterizedTest
  @EnumSource
  void send_unknownUser_isRefused(StoreKind kind) {
    assertRefusesStrangers(kind.create(), kind.create());
  }

  @ParameterizedTest
  @EnumSource
  void receive_takesAllThatWaits(StoreKind kind) {
    var members = Members.signUp(kind.create(), 2);
    members.send(0, 1, "Hello");
    members.send(1, 1, "Me again");

    assertThat(members.receive(1)).hasSize(2);
    assertThat(members.receive(1)).isEmpty();
    assertThat(members.receive(0)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void send_fullMailbox_isRefusedAndChangesNothing(StoreKind kind) {
    var members = Members.signUp(kind.create(), 2);
    for (int i = 0; i < Store.MAILBOX_CAPACITY; i++) {
      assertThat(members.send(0, 1, "Hello")).isTrue();
    }

    boolean accepted = members.send(0, 1, "One too many");

    assertThat(accepted).isFalse();
    assertThat(members.receive(1)).hasSize(Store.MAILBOX_CAPACITY);
  }

  private static <I> void assertRefusesStrangers(Store<I> store, Store<?> other) {
    store.signUp(ANA);
    other.signUp(BO);
    I ana = store.idOf(ANA.mobile());
    @SuppressWarnings("unchecked")
    I stranger = (I) other.idOf(BO.mobile());

    assertThatThrownBy(() -> store.send(stranger, ana, "Hello"))
        .isInstanceOf(RuntimeException.class)
        .hasMessageContaining(stranger.toString());
    assertThatThrownBy(() -> store.send(ana, stranger, "Hello"))
        .isInstanceOf(RuntimeException.class)
        .hasMessageContaining(stranger.toString());
    assertThat(store.receive(ana)).isEmpty();
  }
}
