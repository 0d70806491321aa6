package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An invariant of every engine: every user is offline, and every stored message can be received,
 * once all connections, calls and leases have ended.
 */
public final class EveryMessageCheck {
  private static final int USERS = 200;

  private EveryMessageCheck() {}

  /**
   * Receives all messages of the first {@value #USERS} users.
   *
   * @param talk the messenger, after all of its connections were closed
   */
  public static void receiveAll(RamTalk talk) {
    for (var listed : talk.list(null).limit(USERS).toList()) {
      var user = listed.user().id();
      assertThat(listed.presence().online()).as("%s is online", user).isFalse();
      var held = talk.export(user).mailbox().stream().map(Message::id).toList();
      assertThat(talk.receive(user).stream().map(Message::id))
          .as("what %s can receive", user).containsExactlyElementsOf(held);
      assertThat(talk.export(user).mailbox()).as("what is left for %s", user).isEmpty();
    }
  }
}
