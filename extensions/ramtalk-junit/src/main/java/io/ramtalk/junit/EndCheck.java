package io.ramtalk.junit;

import io.ramtalk.Message;
import io.ramtalk.RamTalk;
import io.ramtalk.User;

/** A check at the end of a test that has not failed before. */
public enum EndCheck {
  /** No mailbox holds a waiting message. */
  NOTHING_UNREAD {
    @Override
    long count(RamTalk talk) {
      return talk.operations().usage().waiting();
    }

    @Override
    String says(RamTalk talk, long count) {
      return count + " unread: " + mailboxes(talk);
    }
  },

  /** No message is leased without being acknowledged. */
  NOTHING_LEASED {
    @Override
    long count(RamTalk talk) {
      return talk.operations().usage().leased();
    }

    @Override
    String says(RamTalk talk, long count) {
      return count + " leased and not acknowledged: " + mailboxes(talk);
    }
  },

  /** No message was dropped to make room for another ({@link io.ramtalk.Overflow#DROP_OLDEST}). */
  NOTHING_DROPPED {
    @Override
    long count(RamTalk talk) {
      return talk.operations().totals().dropped();
    }

    @Override
    String says(RamTalk talk, long count) {
      return count + " dropped by mailboxes with a capacity of "
          + talk.limits().mailboxCapacity();
    }
  };

  private static final int NAMED_MAILBOXES = 10;

  /** Returns the number of messages that violate the check. */
  abstract long count(RamTalk talk);

  /** Describes the violation. */
  abstract String says(RamTalk talk, long count);

  /** Throws an error if the check fails. */
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
