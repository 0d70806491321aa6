package io.ramtalk;

/**
 * A call failed because the processes that store an account are unavailable. Retry soon. With an
 * idempotency key a message is stored once, even if the first attempt succeeded.
 */
public final class EngineUnavailable extends RamTalkException {
  private static final long serialVersionUID = 1L;

  private EngineUnavailable(String code, String message) {
    super(code, message, false);
  }

  /**
   * Creates an exception for a call that certainly changed nothing.
   *
   * @param why the reason, for people
   * @return an exception with the code {@code not_applied}
   */
  public static EngineUnavailable notApplied(String why) {
    return new EngineUnavailable("not_applied", "Nothing was changed: " + why);
  }

  /**
   * Creates an exception for a call that may or may not have been applied.
   *
   * @param why the reason, for people
   * @return an exception with the code {@code outcome_unknown}
   */
  public static EngineUnavailable outcomeUnknown(String why) {
    return new EngineUnavailable(
        "outcome_unknown", "The outcome is unknown: " + why);
  }

  /**
   * Returns whether the call certainly changed nothing.
   *
   * @return false if the outcome is unknown
   */
  public boolean isNotApplied() {
    return code().equals("not_applied");
  }
}
