package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LimitsTest {
  @Test
  void defaults_asDocumented() {
    assertThat(Limits.DEFAULT.mailboxCapacity()).isEqualTo(5);
    assertThat(Limits.DEFAULT.textBytes()).isEqualTo(4_096);
    assertThat(Limits.DEFAULT.nameCharacters()).isEqualTo(64);
    assertThat(Limits.DEFAULT.imageBytes()).isEqualTo(51_200);
    assertThat(Limits.DEFAULT.imageSidePixels()).isEqualTo(2_048);
    assertThat(Limits.DEFAULT.users()).isEqualTo(10_000_000);
    assertThat(Limits.DEFAULT.receipts()).isEqualTo(64);
    assertThat(Limits.DEFAULT.idempotencyKeys()).isEqualTo(256);
    assertThat(Limits.DEFAULT.budgetBytes()).isEqualTo(Runtime.getRuntime().maxMemory() / 2);
    assertThat(Limits.DEFAULT.overflow()).isEqualTo(Overflow.REJECT);
  }

  @ParameterizedTest
  @CsvSource({
      "0, mailboxCapacity, 10000",
      "1, textBytes, 1048576",
      "2, nameCharacters, 1000",
      "3, imageBytes, 16777216",
      "4, imageSidePixels, 65535",
      "5, users, 2147483647",
      "6, receipts, 10000",
      "7, idempotencyKeys, 10000"
  })
  void constructor_eachBound_heldOnBothSides(int position, String name, int max) {
    assertThatCode(() -> with(position, 1)).doesNotThrowAnyException();
    assertThatCode(() -> with(position, max)).doesNotThrowAnyException();
    for (int wrong : new int[] {0, -1, Integer.MIN_VALUE, max + 1}) {
      assertThatIllegalArgumentException().isThrownBy(() -> with(position, wrong))
          .withMessage(name + " must be 1 to " + max + ": " + wrong);
    }
  }

  @Test
  void constructor_budget_atLeastOneByte() {
    var bounds = new int[] {1, 1, 1, 1, 1, 1, 1, 1};

    assertThat(with(bounds, 1).budgetBytes()).isOne();
    assertThat(with(bounds, Long.MAX_VALUE).budgetBytes()).isEqualTo(Long.MAX_VALUE);
    for (long wrong : new long[] {0, -1, Long.MIN_VALUE}) {
      assertThatIllegalArgumentException().isThrownBy(() -> with(bounds, wrong))
          .withMessageStartingWith("budgetBytes must be 1 to ");
    }
  }

  private static Limits with(int position, int value) {
    int[] bounds = {1, 1, 1, 1, 1, 1, 1, 1};
    bounds[position] = value;
    return with(bounds, 1);
  }

  private static Limits with(int[] bounds, long budgetBytes) {
    return new Limits(bounds[0], bounds[1], bounds[2], bounds[3], bounds[4], bounds[5],
        bounds[6], bounds[7], budgetBytes, Overflow.REJECT);
  }
}
