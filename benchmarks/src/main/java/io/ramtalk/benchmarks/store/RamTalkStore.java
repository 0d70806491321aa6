package io.ramtalk.benchmarks.store;

import io.ramtalk.MailboxFull;
import io.ramtalk.Message;
import io.ramtalk.Profile;
import io.ramtalk.RamTalk;
import io.ramtalk.UserId;
import io.ramtalk.benchmarks.Person;
import java.util.List;

/** RAMTalk through its public API. A full mailbox is a result, not an exception. */
final class RamTalkStore implements Store<UserId> {
  private static final int MAX_USERS = 12_000_000;

  private final RamTalk talk =
      RamTalk.builder().mailboxCapacity(MAILBOX_CAPACITY).users(MAX_USERS)
          .build();

  @Override
  public boolean signUp(Person person) {
    return talk.signUp(new Profile(person.mobile(), person.name(), person.image())).created();
  }

  @Override
  public UserId idOf(String mobile) {
    return talk.find(mobile).orElseThrow().id();
  }

  @Override
  public boolean send(UserId from, UserId to, String text) {
    try {
      talk.send(from, to, text);
      return true;
    } catch (MailboxFull full) {
      return false;
    }
  }

  @Override
  public List<Message> receive(UserId user) {
    return talk.receive(user);
  }
}
