package io.ramtalk.junit;

import io.ramtalk.Message;
import io.ramtalk.RamTalk;
import io.ramtalk.UserId;
import java.util.List;

/**
 * The messages that wait for a mobile number, as a test looks at them.
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
   * Returns the inbox of a number, which is signed up if it is new.
   *
   * @param talk the messenger
   * @param mobile the number, in any form that {@link io.ramtalk.Mobile#parse} reads
   * @return the inbox
   * @throws io.ramtalk.InvalidInput if it is no mobile number
   */
  public static Inbox inbox(RamTalk talk, String mobile) {
    return new Inbox(talk, mobile);
  }

  /**
   * Returns whose it is.
   *
   * @return the user of the number
   */
  public UserId user() {
    return user;
  }

  /**
   * Begins to wait for a message.
   *
   * @param wanted which
   * @return says how long to wait
   */
  public Await await(Wanted wanted) {
    return new Await(talk, mobile, user, wanted);
  }

  /**
   * Takes all messages out, so that the next wait is for one that comes later.
   *
   * @return the messages, oldest first
   */
  public List<Message> receive() {
    return talk.receive(user);
  }
}
