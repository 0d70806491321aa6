package io.ramtalk.server;

import io.ramtalk.User;
import io.ramtalk.UserId;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a request, as far as the server knows.
 *
 * @param kind how much that is
 * @param user who, of a user that is known
 * @param session the login it comes from, if it comes from one
 */
record Identity(Kind kind, @Nullable UserId user, Tokens.@Nullable Session session) {
  /** Whoever reaches an open server: may do everything. */
  static final Identity ANYONE = new Identity(Kind.ANYONE, null, null);

  /** Who runs the server: may do everything. */
  static final Identity ADMIN = new Identity(Kind.ADMIN, null, null);

  /** Somebody who shows nothing. */
  static final Identity SILENT = new Identity(Kind.SILENT, null, null);

  /** Somebody who shows a token that is none, or none any more. */
  static final Identity STRANGER = new Identity(Kind.STRANGER, null, null);

  /** How much is known of who makes a request. */
  enum Kind { ANYONE, ADMIN, USER, SILENT, STRANGER }

  static Identity of(UserId user) {
    return new Identity(Kind.USER, user, null);
  }

  static Identity of(Tokens.Session session) {
    return new Identity(Kind.USER, session.user(), session);
  }

  /** True if this may act for everybody, and see what everybody may not. */
  boolean mayDoEverything() {
    return kind == Kind.ANYONE || kind == Kind.ADMIN;
  }

  /** Returns the number of a user as this caller may see it. */
  String mobileOf(User other) {
    var given = other.mobile().given();
    return mayActFor(other.id()) ? given : Masked.mobile(given);
  }

  /** True if this is the user, or may act for everybody. */
  boolean mayActFor(@Nullable UserId other) {
    return mayDoEverything() || (kind == Kind.USER && other != null && other.equals(user));
  }

  /** Refuses whoever has not shown who it is. */
  void requireKnown() {
    switch (kind) {
      case SILENT -> throw new RequestRefused(401, "token_missing",
          "Log in, and send the token as Authorization: Bearer");
      case STRANGER -> throw tokenInvalid();
      default -> { } // Known.
    }
  }

  /** Rejects a caller whose login has ended since the request began. */
  void requireStillLoggedIn() {
    if (session != null && session.hasEnded()) {
      throw tokenInvalid();
    }
  }

  /** Returns the refusal of an unknown or expired token. */
  static RequestRefused tokenInvalid() {
    return new RequestRefused(401, "token_invalid", "The token is wrong, or its login has ended");
  }

  /** Refuses whoever is not the user and may not act for everybody. */
  void requireActingFor(@Nullable UserId other) {
    requireKnown();
    if (!mayActFor(other)) {
      throw new RequestRefused(403, "not_allowed", "This is for the user itself");
    }
  }
}
