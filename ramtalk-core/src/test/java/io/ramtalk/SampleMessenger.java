package io.ramtalk;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.StringJoiner;

/**
 * A messenger with something of everything that a snapshot contains, and a description of all that
 * its callers can see.
 */
final class SampleMessenger {
  /** The time of the messenger when it is ready. */
  static final Instant NOW = Instant.parse("2026-01-01T01:00:00Z");

  private SampleMessenger() {}

  /** Returns the settings of the sample. */
  static RamTalkBuilder settings(VirtualClock clock) {
    return RamTalk.builder().clock(clock).mailboxCapacity(4).receipts(6).idempotencyKeys(3)
        .budgetBytes(8 << 20);
  }

  /** Opens the messenger, whose clock shows {@link #NOW} afterwards. */
  static RamTalk open(VirtualClock clock) {
    clock.set(NOW.minus(Duration.ofHours(1)));
    var talk = settings(clock).build();
    fill(talk, clock);
    return talk;
  }

  /** Fills an empty messenger within an hour of its clock. */
  static void fill(RamTalk talk, VirtualClock clock) {
    var ana = talk.signUp(Profile.of("+880 1711-111111").name("Ana")).user().id();
    var bo = talk.signUp(Profile.of("01722222222").name("Bo who has a long näme 𝄞")
        .image(Pictures.png(3, 2))).user().id();
    var cy = talk.signUp("01733333333").user().id();

    for (int i = 0; i < 3; i++) {
      var id = talk.send(Draft.of(ana, cy).text("Key " + i).id("key-" + i));
      talk.receive(cy);
      if (i > 0) {
        talk.read(cy, ana, List.of(id));
      }
    }
    talk.send(ana, bo, "Hello Bö");
    talk.lease(bo, 1, Duration.ofHours(2), "lease-1");
    talk.send(Draft.of(ana, bo).text("Soon gone").expiresIn(Duration.ofMinutes(90)));
    talk.send(Draft.of(cy, bo).text("Picture").image(Pictures.gif(64)));
    clock.advance(Duration.ofMinutes(10));
    talk.send(Draft.of(bo, cy).text("Burns").destructAfter(Duration.ofMinutes(70)));
    talk.peek(cy, 1);
    talk.send(Draft.of(bo, ana).text("Expired").expiresIn(Duration.ofMinutes(1)));
    talk.send(bo, ana, "First");
    talk.lease(ana, 1, Duration.ofMinutes(5), "lease-2");
    clock.advance(Duration.ofMinutes(50));
    talk.receive(ana, 1);
    talk.send(cy, ana, "Last");
  }

  /** Describes the users with their messages and receipts, and the used memory. */
  static String describe(RamTalk talk) {
    var lines = new StringJoiner("\n");
    lines.add("now " + talk.now());
    talk.list(null).forEach(listed -> {
      var user = listed.user();
      lines.add("user " + user.mobile() + " '" + user.name() + "' " + user.image() + " since "
          + user.since() + " " + listed.presence());
      var export = talk.export(user.id());
      export.mailbox().forEach(message -> lines.add("  " + number(talk, message.from()) + " '"
          + message.text() + "' " + message.sentAt() + " " + message.picture() + " "
          + message.expiresAt() + " " + message.destructAfter() + " " + message.deliveryCount()));
      export.sent().forEach(receipt -> lines.add("  to " + number(talk, receipt.to()) + " "
          + receipt.state() + " " + receipt.sentAt() + " " + receipt.deliveredAt() + " "
          + receipt.endedAt()));
    });
    var usage = talk.operations().usage();
    return lines.add("waiting " + usage.waiting() + ", leased " + usage.leased() + ", "
        + usage.bytes()).toString();
  }

  private static String number(RamTalk talk, UserId user) {
    return talk.user(user).mobile().canonical();
  }
}
