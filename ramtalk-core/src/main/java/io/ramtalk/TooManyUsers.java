package io.ramtalk;

/** The maximum number of users is registered; no other number can sign up. */
public final class TooManyUsers extends RamTalkException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param maxUsers the limit
   */
  public TooManyUsers(int maxUsers) {
    super("too_many_users", "The limit of users is reached (max " + maxUsers + ")", false);
  }
}
