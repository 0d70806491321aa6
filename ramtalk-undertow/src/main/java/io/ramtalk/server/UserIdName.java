package io.ramtalk.server;

import com.fasterxml.jackson.core.io.SerializedString;
import io.ramtalk.UserId;

/** The id of a user as a name of JSON: it has nothing to escape, so it is copied as it is. */
final class UserIdName extends SerializedString {
  /* A name that varies is looked through for what to escape, character by character, unless it
   * comes like this: in a list of users that was a tenth of the time. */
  private static final long serialVersionUID = 1L;

  UserIdName(UserId user) {
    super(user.toString());
  }

  @Override
  @SuppressWarnings("deprecation") // it takes the low half of each character, which is all of ASCII
  public int appendQuotedUTF8(byte[] buffer, int offset) {
    int length = getValue().length();
    if (length > buffer.length - offset) {
      return -1;
    }
    getValue().getBytes(0, length, buffer, offset);
    return length;
  }
}
