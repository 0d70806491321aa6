package io.ramtalk.server;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells who makes a request by the bearer token it carries (RFC 6750, section 2.1): that of a
 * login, or that of who runs the server; or as an embedding program says.
 *
 * <p>Wrong tokens from one address are limited ({@link RateLimit#WRONG_TOKENS_PER_ADDRESS}). The
 * token of a login is accepted even where that limit is reached: nobody guesses 256 random bits,
 * and one machine behind a shared address must not log its neighbours out. A person chooses the
 * admin token, so it could be guessed; an address that has reached the limit may not use it before
 * the time in {@code Retry-After}, since a limit that lets a right guess pass limits nothing.
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
  private final Guesses guesses;

  TokenIdentities(Tokens tokens, @Nullable String adminToken,
      @Nullable Authentication authentication, Guesses guesses) {
    this.tokens = tokens;
    this.adminToken = adminToken == null ? null : adminToken.getBytes(StandardCharsets.UTF_8);
    this.authentication = authentication;
    this.guesses = guesses;
  }

  /** The limit of wrong tokens, and how it knows where they come from. */
  record Guesses(RateLimiter limiter, Proxies proxies) {}

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

  /** Counts a wrong token, and rejects the admin token where too many have been wrong. */
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
