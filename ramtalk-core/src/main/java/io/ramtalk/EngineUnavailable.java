package io.ramtalk;

/**
 * The processes that hold an account cannot be relied on now. Try again soon; with the same id of
 * the sender's own, a message is stored once, whichever of the two it was.
 */
public final class EngineUnavailable extends RamTalkException {
  private static final long serialVersionUID = 1L;

  private EngineUnavailable(String code, String message) {
    super(code, message, false);
  }

  /**
   * Says that nothing was changed.
   *
   * @param why the reason, for people
   * @return a refusal with the code {@code not_applied}
   */
  public static EngineUnavailable notApplied(String why) {
    return new EngineUnavailable("not_applied", "Nothing was changed: " + why);
  }

  /**
   * Says that it is not known whether anything was changed.
   *
   * @param why the reason, for people
   * @return a refusal with the code {@code outcome_unknown}
   */
  public static EngineUnavailable outcomeUnknown(String why) {
    return new EngineUnavailable(
        "outcome_unknown", "It is not known whether this was done: " + why);
  }

  /**
   * Says whether it is certain that nothing was changed.
   *
   * @return false if the outcome is unknown
   */
  public boolean isNotApplied() {
    return code().equals("not_applied");
  }
}
