package io.ramtalk.server.internal.sms;

import io.ramtalk.server.internal.wire.ProblemException;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * An SMS provider account, as an application sends it with each request (RFC 7617).
 *
 * @param sid the SID of the account
 * @param token its secret, which signs status callbacks
 */
public record SmsAccount(String sid, String token) {
  private static final String BASIC = "Basic ";

  /** Returns the account of a request; rejects any other than the expected account. */
  static SmsAccount of(HttpServerExchange exchange, @Nullable SmsAccount expected) {
    var shown = shown(exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION));
    if (shown == null || shown.sid().isEmpty()
        || (expected != null && !expected.isSame(shown))) {
      throw new ProblemException(401, "sms_account_unknown", "Authenticate");
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

  /** Returns the SID without the token. */
  @Override
  public String toString() {
    return "SmsAccount[" + sid + "]";
  }
}
