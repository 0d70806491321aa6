package io.ramtalk.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.map.ExtendedMapEntry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The guarantee that a swap takes effect once, even if it is retried after a lost response. */
final class MarkedSwapProcessorTest {
  private static final byte[] ONE = {1};
  private static final byte[] TWO = {2};

  private final Entry entry = new Entry();
  private long marks;

  /** A map entry with one value. */
  private static final class Entry implements ExtendedMapEntry<Object, SharedValue> {
    private SharedValue value;

    @Override
    public Object getKey() {
      return "key";
    }

    @Override
    public SharedValue getValue() {
      return value;
    }

    @Override
    public SharedValue setValue(SharedValue newValue) {
      value = newValue;
      return newValue;
    }

    @Override
    public SharedValue setValue(SharedValue newValue, long ttl, TimeUnit unit) {
      return setValue(newValue);
    }

    @Override
    public SharedValue setValueWithoutChangingExpiryTime(SharedValue newValue) {
      return setValue(newValue);
    }
  }

  private MarkedSwapProcessor swap(byte[] expected, byte[] replacement) {
    return new MarkedSwapProcessor(expected, replacement, ++marks, 1_000);
  }

  @Test
  void madeAgain_carriedOutOnceAndSaysSo() {
    var put = swap(null, ONE);

    assertThat(put.process(entry)).isTrue();
    assertThat(put.process(entry)).isTrue();

    assertThat(entry.value.bytes()).isEqualTo(ONE);
  }

  @Test
  void takenAwayByAnother_madeAgain_notTakenTwice() {
    swap(null, ONE).process(entry);
    var lost = swap(ONE, null);

    assertThat(swap(ONE, null).process(entry)).as("the other").isTrue();

    assertThat(lost.process(entry)).isFalse();
    assertThat(lost.process(entry)).isFalse();
  }

  @Test
  void sameBytesByAnother_isNoSuccess() {
    swap(null, ONE).process(entry);
    swap(ONE, TWO).process(entry);

    assertThat(swap(ONE, TWO).process(entry)).isFalse();
  }

  @Test
  void carriedOutAndThenUsedUp_madeAgain_notRevived() {
    var put = swap(null, ONE);
    put.process(entry);
    swap(ONE, null).process(entry);

    assertThat(put.process(entry)).isTrue();

    assertThat(entry.value.bytes()).isNull();
  }

  @Test
  void nothingExpectedAndNothingPut_isOfItsOwn() {
    var nothing = swap(null, null);

    assertThat(nothing.process(entry)).isTrue();
    assertThat(swap(ONE, null).process(entry)).isFalse();
  }

  @Test
  void marks_bounded() {
    swap(null, ONE).process(entry);
    for (int i = 0; i < 2 * SharedValue.MAX_MARKS; i++) {
      assertThat(swap(ONE, ONE).process(entry)).isTrue();
    }

    assertThat(entry.value.hasMark(marks)).isTrue();
    assertThat(entry.value.hasMark(marks - SharedValue.MAX_MARKS)).isFalse();
  }
}
