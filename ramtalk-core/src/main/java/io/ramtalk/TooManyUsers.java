package io.ramtalk;

/** The messenger has as many users as it may; no other number can sign up. */
public final class TooManyUsers extends RamTalkException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the refusal.
   *
   * @param maxUsers the bound that was met
   */
  public TooManyUsers(int maxUsers) {
    super("too_many_users", "No more users fit (max " + maxUsers + ")", false);
  }
}
