package io.ramtalk.server;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Tells who makes a request by the bearer token it carries (RFC 6750, section 2.1): that of a
 * login, or that of who runs the server; or as an embedding program says.
 *
 * <p><b>Threads:</b> any number.
 */
final class TokenIdentities implements Identities {
  /* A page cannot set headers of a WebSocket, so the token may stand among the subprotocols, the
   * only thing it can say there; never in a URL, which ends in logs. */
  static final String SUBPROTOCOL = "ramtalk";

  private static final String BEARER = "Bearer ";
  private static final String BEARER_SUBPROTOCOL = "bearer.";
  private static final int MAX_SUBPROTOCOL_CHARS = 1_024;

  private final Tokens tokens;
  private final byte @Nullable [] adminToken;
  private final @Nullable Authentication authentication;

  TokenIdentities(
      Tokens tokens, @Nullable String adminToken, @Nullable Authentication authentication) {
    this.tokens = tokens;
    this.adminToken = adminToken == null ? null : adminToken.getBytes(StandardCharsets.UTF_8);
    this.authentication = authentication;
  }

  @Override
  public Identity of(HttpServerExchange exchange) {
    var token = token(exchange);
    var known = token == null ? Identity.SILENT : ofToken(token);
    boolean isKnown = known.mayDoEverything() || known.user() != null;
    if (isKnown || authentication == null) {
      return known;
    }
    var user = authentication.user(new Seen(exchange));
    return user == null ? known : Identity.of(user);
  }

  @Override
  public Identity ofToken(String token) {
    if (adminToken != null
        && MessageDigest.isEqual(adminToken, token.getBytes(StandardCharsets.UTF_8))) {
      return Identity.ADMIN;
    }
    var session = tokens.find(token);
    return session == null ? Identity.STRANGER : Identity.of(session);
  }

  private static @Nullable String token(HttpServerExchange exchange) {
    var headers = exchange.getRequestHeaders();
    var header = headers.getFirst(Headers.AUTHORIZATION);
    if (header != null) {
      return header.regionMatches(true, 0, BEARER, 0, BEARER.length())
          ? header.substring(BEARER.length()).trim() : "";
    }
    var protocols = headers.getFirst(Headers.SEC_WEB_SOCKET_PROTOCOL);
    return protocols == null || protocols.length() > MAX_SUBPROTOCOL_CHARS
        ? null : tokenIn(protocols);
  }

  private static @Nullable String tokenIn(String protocols) {
    for (var protocol : protocols.split(",", -1)) {
      var name = protocol.trim();
      if (name.startsWith(BEARER_SUBPROTOCOL)) {
        return name.substring(BEARER_SUBPROTOCOL.length());
      }
    }
    return null;
  }

  /** A request as an embedding program sees it. */
  private record Seen(HttpServerExchange exchange) implements Authentication.Request {
    @Override
    public String method() {
      return exchange.getRequestMethod().toString();
    }

    @Override
    public String path() {
      return exchange.getRelativePath();
    }

    @Override
    public @Nullable String header(String name) {
      return exchange.getRequestHeaders().getFirst(new HttpString(name));
    }

    @Override
    public InetSocketAddress peer() {
      return (InetSocketAddress) exchange.getConnection().getPeerAddress();
    }
  }
}
