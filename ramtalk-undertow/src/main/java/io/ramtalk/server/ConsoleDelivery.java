package io.ramtalk.server;

/**
 * Prints codes on the terminal of the server: for trying it out, since who sees that terminal can
 * log in as anyone.
 */
final class ConsoleDelivery implements CodeDelivery {
  private final Announcer terminal;

  ConsoleDelivery(Announcer terminal) {
    this.terminal = terminal;
  }

  @Override
  public void deliver(Message message) {
    terminal.say("code", "To " + message.mobile() + ": " + message.text(), json -> {
      json.writeStringField("to", message.mobile());
      json.writeStringField("code", message.code());
    });
  }
}
