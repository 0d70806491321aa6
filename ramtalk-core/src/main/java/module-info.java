/** The messenger as a library: a mailbox for people that lives in RAM. */
module io.ramtalk {
  requires static org.jspecify;

  exports io.ramtalk;
}
