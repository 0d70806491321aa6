package io.ramtalk.server;

import java.io.PrintWriter;

/**
 * Prints codes on the terminal of the server: for trying it out, since who sees that terminal can
 * log in as anyone.
 */
final class ConsoleDelivery implements CodeDelivery {
  private final PrintWriter terminal;

  ConsoleDelivery(PrintWriter terminal) {
    this.terminal = terminal;
  }

  @Override
  public void deliver(Message message) {
    terminal.println("To " + message.mobile() + ": " + message.text());
    terminal.flush();
  }
}
