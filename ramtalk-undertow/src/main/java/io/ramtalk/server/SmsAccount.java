package io.ramtalk.server;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * An account at the SMS provider, as an application shows it with each request (RFC 7617).
 *
 * @param sid its name
 * @param token its secret, which signs what the provider tells the application
 */
record SmsAccount(String sid, String token) {
  private static final String BASIC = "Basic ";

  /** Returns whose request it is; whoever shows another account than the expected is refused. */
  static SmsAccount of(HttpServerExchange exchange, @Nullable SmsAccount expected) {
    var shown = shown(exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION));
    if (shown == null || shown.sid().isEmpty()
        || (expected != null && !expected.isSame(shown))) {
      throw new RequestRefused(401, "sms_account_unknown", "Authenticate");
    }
    return shown;
  }

  private boolean isSame(SmsAccount other) {
    return MessageDigest.isEqual(bytes(), other.bytes());
  }

  private byte[] bytes() {
    return (sid + ":" + token).getBytes(StandardCharsets.UTF_8);
  }

  private static @Nullable SmsAccount shown(@Nullable String header) {
    if (header == null || !header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return null;
    }
    try {
      var pair = new String(Base64.getDecoder().decode(header.substring(BASIC.length()).trim()),
          StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      return colon < 0 ? null : new SmsAccount(
          pair.substring(0, colon), pair.substring(colon + 1));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Returns the name alone. */
  @Override
  public String toString() {
    return "SmsAccount[" + sid + "]";
  }
}
