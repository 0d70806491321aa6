package io.ramtalk.junit;

import io.ramtalk.Message;
import io.ramtalk.RamTalk;
import io.ramtalk.User;

/** What has to hold when a test ends that did not fail before. */
public enum EndCheck {
  /** No mailbox holds a message that waits. */
  NOTHING_UNREAD {
    @Override
    long count(RamTalk talk) {
      return talk.census().waiting();
    }

    @Override
    String says(RamTalk talk, long count) {
      return count + " unread: " + mailboxes(talk);
    }
  },

  /** No message is leased to somebody who has not acknowledged it. */
  NOTHING_LEASED {
    @Override
    long count(RamTalk talk) {
      return talk.census().leased();
    }

    @Override
    String says(RamTalk talk, long count) {
      return count + " leased and not acknowledged: " + mailboxes(talk);
    }
  },

  /** No message had to make room for another ({@link io.ramtalk.Overflow#DROP_OLDEST}). */
  NOTHING_DROPPED {
    @Override
    long count(RamTalk talk) {
      return talk.totals().dropped();
    }

    @Override
    String says(RamTalk talk, long count) {
      return count + " dropped by mailboxes of " + talk.limits().mailboxCapacity();
    }
  };

  private static final int NAMED_MAILBOXES = 10;

  /** Returns how many messages break the rule. */
  abstract long count(RamTalk talk);

  /** Returns what there is to say of them. */
  abstract String says(RamTalk talk, long count);

  /** Fails if it does not hold. */
  void check(RamTalk talk) {
    long count = count(talk);
    if (count > 0) {
      throw new AssertionError("The test ends with messages " + says(talk, count));
    }
  }

  private static String mailboxes(RamTalk talk) {
    var named = new StringBuilder();
    talk.users().map(User::id).map(talk::export)
        .filter(export -> !export.mailbox().isEmpty()).limit(NAMED_MAILBOXES)
        .forEach(export -> named.append(named.isEmpty() ? "" : "; ")
            .append(export.user().mobile().given()).append(" holds ")
            .append(Quotes.of(export.mailbox().stream().map(Message::text).toList())));
    return named.toString();
  }
}
