package io.ramtalk.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.MessageId;
import org.junit.jupiter.api.Test;

final class RecentOffersTest {
  private static final long START = 1_000_000;

  private final RecentOffers offers = new RecentOffers();

  private static MessageId id(long millis, int count) {
    return new MessageId(millis << 20 | count);
  }

  @Test
  void contains_busyMailbox_thoseOfTheLastMinute() {
    for (int i = 0; i < RecentOffers.MAX_BUSY; i++) {
      offers.add(id(START, i), START);
    }
    assertThat(offers.contains(id(START, 0))).isTrue();

    offers.add(id(START, RecentOffers.MAX_BUSY), START);
    assertThat(offers.contains(id(START, 0))).as("one too many").isFalse();
    assertThat(offers.contains(id(START, 1))).isTrue();

    long later = START + RecentOffers.BUSY_MILLIS + 1;
    offers.add(id(later, 0), later);
    assertThat(offers.contains(id(START, RecentOffers.MAX_BUSY - RecentOffers.MAX + 1)))
        .as("one too many of an earlier minute").isFalse();
    assertThat(offers.contains(id(START, RecentOffers.MAX_BUSY - RecentOffers.MAX + 2))).isTrue();
  }

  @Test
  void bytes_growAndShrinkWithTheMessagesRemembered() {
    assertThat(offers.bytes()).isZero();
    assertThat(offers.growth()).isEqualTo(16 + 8 * 8);

    for (int i = 0; i < RecentOffers.MAX_BUSY; i++) {
      long expected = offers.bytes() + offers.growth();
      offers.add(id(START, i), START);
      assertThat(offers.bytes()).isEqualTo(expected);
    }
    assertThat(offers.bytes()).isEqualTo(16 + 8 * RecentOffers.MAX_BUSY);

    long later = START + RecentOffers.MAX_AGE_MILLIS + 1;
    offers.add(id(later, 0), later);
    assertThat(offers.bytes()).isEqualTo(16 + 8 * 8);
    assertThat(offers.contains(id(START, RecentOffers.MAX_BUSY - 1))).isFalse();
    assertThat(offers.contains(id(later, 0))).isTrue();
  }

  @Test
  void contains_tenMinutesOld_forgottenWithTheNext() {
    offers.add(id(START, 0), START);
    long later = START + RecentOffers.MAX_AGE_MILLIS;
    offers.add(id(later, 0), later);
    assertThat(offers.contains(id(START, 0))).isTrue();

    offers.add(id(later + 1, 0), later + 1);
    assertThat(offers.contains(id(START, 0))).isFalse();
  }
}
