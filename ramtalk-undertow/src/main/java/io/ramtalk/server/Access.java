package io.ramtalk.server;

/** The access policy of a server. */
public enum Access {
  /** Anyone who can reach the server may read and write every mailbox, as on the first server. */
  OPEN,

  /**
   * Users log in with a one-time code that is sent to their number. They can then send and read
   * only as themselves.
   */
  OTP,

  /**
   * The program that embeds the server authenticates each request. Its user can then send and read
   * only as that user.
   */
  CUSTOM
}
