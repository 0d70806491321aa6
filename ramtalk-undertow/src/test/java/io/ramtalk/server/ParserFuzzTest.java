package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every parser of untrusted input, with damaged input: a parser returns a complete value or rejects
 * the input, and never fails otherwise. {@code -Dramtalk.fuzz.inputs=10000000} sets the number of
 * inputs per parser.
 */
final class ParserFuzzTest {
  private static final long SEED = 20_261_124;
  private static final int INPUTS = Integer.getInteger("ramtalk.fuzz.inputs", 20_000);
  private static final int BUILD_INPUTS = 20_000;

  @Tag("scaled")
  @ParameterizedTest
  @EnumSource
  void damagedInput_isReadOrRefused(ParserTarget target) {
    var damage = new Damage(new Random(SEED));
    var whole = target.whole();
    int read = 0;
    for (int i = 0; i < INPUTS; i++) {
      var input = damage.to(whole.get(i % whole.size()));
      try {
        if (target.readOrRefuse(input)) {
          read++;
        }
      } catch (RuntimeException | Error e) {
        throw new AssertionError(
            target + " failed on input " + i + ": " + Damage.printable(input), e);
      }
    }
    assertThat(read).as("some are still whole").isPositive();
    if (INPUTS > BUILD_INPUTS) {
      System.out.println("ParserFuzzTest: " + target + " " + INPUTS + " inputs, " + read
          + " of them read");
    }
  }
}
