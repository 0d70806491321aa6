package io.ramtalk.server.internal.access;

import io.ramtalk.server.Authentication;
import io.ramtalk.server.RateLimit;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates requests by bearer token (RFC 6750, section 2.1): the token of a login, the admin
 * token, or credentials that the embedding program checks.
 *
 * <p>Wrong tokens from one address are limited ({@link RateLimit#WRONG_TOKENS_PER_ADDRESS}). The
 * token of a login is accepted even after that limit is reached: 256 random bits cannot be guessed,
 * and one machine behind a shared address must not lock out its neighbours. The admin token is
 * chosen by a person and could be guessed. So an address that has reached the limit may not use it
 * until the time in {@code Retry-After}; a limit that let a right guess pass would be useless.
 *
 * <p><b>Threads:</b> any number.
 */
public final class TokenIdentities implements Identities {
  /* A page cannot set headers of a WebSocket, so the token may be among the subprotocols, the only
   * header value a page can choose. It is never in a URL, because URLs end up in logs. */
  public static final String SUBPROTOCOL = "ramtalk";

  private static final String BEARER = "Bearer ";
  private static final String BEARER_SUBPROTOCOL = "bearer.";
  private static final int MAX_SUBPROTOCOL_CHARS = 1_024;

  private final Tokens tokens;
  private final byte @Nullable [] adminToken;
  private final @Nullable Authentication authentication;
  private final Guesses guesses;

  public TokenIdentities(Tokens tokens, @Nullable String adminToken,
      @Nullable Authentication authentication, Guesses guesses) {
    this.tokens = tokens;
    this.adminToken = adminToken == null ? null : adminToken.getBytes(StandardCharsets.UTF_8);
    this.authentication = authentication;
    this.guesses = guesses;
  }

  /** The limit of wrong tokens, and the source of client addresses. */
  public record Guesses(RateLimiter limiter, Proxies proxies) {}

  @Override
  public Identity of(HttpServerExchange exchange) {
    var token = token(exchange);
    var known = token == null ? Identity.SILENT : known(token);
    if (known.kind() == Identity.Kind.USER) {
      return known;
    }
    var user = known.mayDoEverything() || authentication == null ? null
        : authentication.user(new Seen(exchange));
    if (user != null) {
      return Identity.of(user);
    }
    if (token != null) {
      limit(known, guesses.proxies().client(exchange));
    }
    return known;
  }

  @Override
  public Function<String, Identity> byToken(HttpServerExchange exchange) {
    var from = guesses.proxies().client(exchange);
    return token -> {
      var known = known(token);
      limit(known, from);
      return known;
    };
  }

  private Identity known(String token) {
    if (adminToken != null
        && MessageDigest.isEqual(adminToken, token.getBytes(StandardCharsets.UTF_8))) {
      return Identity.ADMIN;
    }
    var session = tokens.find(token);
    return session == null ? Identity.STRANGER : Identity.of(session);
  }

  /** Counts a wrong token, and rejects the admin token after too many wrong ones. */
  private void limit(Identity known, ClientAddress from) {
    if (known.kind() == Identity.Kind.STRANGER) {
      guesses.limiter().take(RateLimit.WRONG_TOKENS_PER_ADDRESS, from);
    } else if (known.kind() == Identity.Kind.ADMIN) {
      guesses.limiter().checkSpent(RateLimit.WRONG_TOKENS_PER_ADDRESS, from);
    }
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

  /** A request as the embedding program sees it. */
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
