package io.ramtalk.cli;

/**
 * What a request shows to prove whose it is.
 *
 * @param text the bearer token, or empty
 * @param advice what a person can do when the server does not take it
 */
record Token(String text, String advice) {
  static final String VARIABLE = "RAMTALK_TOKEN";
  static final int MAX_CHARS = 512;

  /** For a server that need not know whose a request is, or that says that it must. */
  static final Token NONE = new Token("", "log in with: ramtalk login NUMBER");

  /** Returns one that was kept at a login. */
  static Token kept(Session session) {
    return new Token(session.token(), NONE.advice());
  }

  /** Returns that of the environment. */
  static Token ofVariable(String text) {
    if (!isToken(text)) {
      throw Failure.usage(VARIABLE + " may hold up to " + MAX_CHARS
          + " visible ASCII characters only");
    }
    return new Token(text, "log in with: ramtalk login NUMBER --print-token, and put what it "
        + "prints into " + VARIABLE);
  }

  /** Returns whether a text can stand in a header as a token. */
  static boolean isToken(String text) {
    return !text.isEmpty() && text.length() <= MAX_CHARS
        && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }
}
