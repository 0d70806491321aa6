/** The messenger as a library: mailboxes for people, in RAM. */
module io.ramtalk {
  requires static org.jspecify;

  exports io.ramtalk;
  exports io.ramtalk.engine;
}
