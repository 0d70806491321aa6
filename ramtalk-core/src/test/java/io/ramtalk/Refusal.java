package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Assertions about rejected calls. */
public final class Refusal {
  private Refusal() {}

  /** Asserts that the call is rejected as invalid, and returns the error message. */
  public static String invalid(String code, ThrowingCallable call) {
    return of(InvalidInput.class, code, call).getMessage();
  }

  /** Asserts that the call throws exactly this type and code, and returns the exception. */
  public static <T extends RamTalkException> T of(
      Class<T> type, String code, ThrowingCallable call) {
    T refusal = catchThrowableOfType(type, call);
    assertThat(refusal).as("refusal with code %s", code).isExactlyInstanceOf(type);
    assertThat(refusal.code()).isEqualTo(code);
    return refusal;
  }
}
