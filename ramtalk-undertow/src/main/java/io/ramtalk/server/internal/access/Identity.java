package io.ramtalk.server.internal.access;

import io.ramtalk.User;
import io.ramtalk.UserId;
import io.ramtalk.server.internal.wire.Masked;
import io.ramtalk.server.internal.wire.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a caller, as far as the server knows it.
 *
 * @param kind what is known of the caller
 * @param user the user, if the kind is USER
 * @param session the login of the caller, or null
 */
public record Identity(Kind kind, @Nullable UserId user, Tokens.@Nullable Session session) {
  /** Any caller of an open server: may do everything. */
  public static final Identity ANYONE = new Identity(Kind.ANYONE, null, null);

  /** The operator of the server: may do everything. */
  public static final Identity ADMIN = new Identity(Kind.ADMIN, null, null);

  /** A caller without credentials. */
  public static final Identity SILENT = new Identity(Kind.SILENT, null, null);

  /** A caller with an unknown or expired token. */
  static final Identity STRANGER = new Identity(Kind.STRANGER, null, null);

  /** The kinds of callers. */
  public enum Kind { ANYONE, ADMIN, USER, SILENT, STRANGER }

  static Identity of(UserId user) {
    return new Identity(Kind.USER, user, null);
  }

  static Identity of(Tokens.Session session) {
    return new Identity(Kind.USER, session.user(), session);
  }

  /** Returns whether the caller may act for every user and see private data. */
  public boolean mayDoEverything() {
    return kind == Kind.ANYONE || kind == Kind.ADMIN;
  }

  /** Returns the number of a user as this caller may see it. */
  public String mobileOf(User other) {
    var given = other.mobile().given();
    return mayActFor(other.id()) ? given : Masked.mobile(given);
  }

  /** Returns whether the caller is the user or may act for every user. */
  public boolean mayActFor(@Nullable UserId other) {
    return mayDoEverything() || (kind == Kind.USER && other != null && other.equals(user));
  }

  /** Rejects a caller that is not authenticated. */
  void requireKnown() {
    switch (kind) {
      case SILENT -> throw new ProblemException(401, "token_missing",
          "No token; log in and send it as Authorization: Bearer TOKEN");
      case STRANGER -> throw tokenInvalid();
      default -> { } // Known.
    }
  }

  /** Rejects a caller whose login has ended since the request began. */
  public void requireStillLoggedIn() {
    if (session != null && session.hasEnded()) {
      throw tokenInvalid();
    }
  }

  /** Returns the error for an unknown or expired token. */
  public static ProblemException tokenInvalid() {
    return new ProblemException(401, "token_invalid", "Unknown or expired token; log in again");
  }

  /** Rejects a caller that is not the user and may not act for every user. */
  void requireActingFor(@Nullable UserId other) {
    requireKnown();
    if (!mayActFor(other)) {
      throw new ProblemException(403, "not_allowed", "Only the user itself may do this");
    }
  }
}
