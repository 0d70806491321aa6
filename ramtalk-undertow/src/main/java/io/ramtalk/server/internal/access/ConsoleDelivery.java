package io.ramtalk.server.internal.access;

import io.ramtalk.server.CodeDelivery;
import io.ramtalk.server.internal.wire.Announcer;

/**
 * Prints codes on the terminal of the server. This is for evaluation only: anyone who can see that
 * terminal can log in as any user.
 */
public final class ConsoleDelivery implements CodeDelivery {
  private final Announcer terminal;

  public ConsoleDelivery(Announcer terminal) {
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
