package io.ramtalk.junit;

import io.ramtalk.Message;
import io.ramtalk.RamTalk;
import io.ramtalk.UserId;
import java.util.List;

/**
 * The messages waiting for a mobile number, as seen by a test.
 *
 * <pre>{@code
 * String code = inbox(talk, "+8801711111111")
 *     .await(matching("\\d{6}")).within(Duration.ofSeconds(2)).extract();
 * }</pre>
 *
 * <p><b>Threads:</b> any number.
 */
public final class Inbox {
  private final RamTalk talk;
  private final String mobile;
  private final UserId user;

  private Inbox(RamTalk talk, String mobile) {
    this.talk = talk;
    this.mobile = mobile;
    user = talk.signUp(mobile).user().id();
  }

  /**
   * Returns the inbox of a number. Signs the number up if it is new.
   *
   * @param talk the messenger
   * @param mobile the number, in any form that {@link io.ramtalk.Mobile#parse} accepts
   * @return the inbox
   * @throws io.ramtalk.InvalidInput if the text is not a mobile number
   */
  public static Inbox inbox(RamTalk talk, String mobile) {
    return new Inbox(talk, mobile);
  }

  /**
   * Returns the owner of the inbox.
   *
   * @return the user with the number
   */
  public UserId user() {
    return user;
  }

  /**
   * Prepares a wait for a message.
   *
   * @param criteria the message to wait for
   * @return the wait, to be started with a timeout
   */
  public Await await(Wanted criteria) {
    return new Await(talk, mobile, user, criteria);
  }

  /**
   * Removes all messages, so that the next wait is for a later one.
   *
   * @return the messages, oldest first
   */
  public List<Message> receive() {
    return talk.receive(user);
  }
}
