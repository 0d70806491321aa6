package io.ramtalk.cli.internal.client;

/**
 * The credentials of a request.
 *
 * @param text the bearer token, or empty
 * @param advice what to do if the server rejects the token
 */
public record Token(String text, String advice) {
  public static final String VARIABLE = "RAMTALK_TOKEN";
  static final int MAX_CHARS = 512;

  /** The absence of a token. */
  public static final Token NONE = new Token("", "log in with: ramtalk login NUMBER");

  /** Returns the stored token of a login. */
  public static Token kept(Session session) {
    return new Token(session.token(), NONE.advice());
  }

  /** Returns the token of the environment. */
  public static Token ofVariable(String text) {
    if (!isToken(text)) {
      throw Failure.usage(VARIABLE + " must be a token of up to " + MAX_CHARS
          + " visible ASCII characters");
    }
    return new Token(text, "log in with: ramtalk login NUMBER --print-token, and put its output "
        + "into " + VARIABLE);
  }

  /** Returns whether a text is valid as a token in a header. */
  static boolean isToken(String text) {
    return !text.isEmpty() && text.length() <= MAX_CHARS
        && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }
}
