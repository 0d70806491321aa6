package io.ramtalk.server;

/** Who may do what on a server. */
public enum Access {
  /** Whoever reaches the server may read and write every mailbox, as on the first server. */
  OPEN,

  /**
   * People log in with a one-time code that is sent to their number, and then send and read as
   * themselves alone.
   */
  OTP,

  /**
   * The program that embeds the server says who makes a request, and that one then sends and reads
   * as itself alone.
   */
  CUSTOM
}
