package io.ramtalk.server.internal.access;

import io.ramtalk.server.internal.wire.ProblemException;
import java.util.function.Supplier;

/** The access rules of routes. On an open server everyone may use all routes. */
public enum Rule {
  /** Anyone. */
  EVERYONE {
    @Override
    public void check(Identity caller, Supplier<UserReference> path, UserLookup users) {}
  },

  /** Any authenticated user; the endpoint may check further. */
  USER {
    @Override
    public void check(Identity caller, Supplier<UserReference> path, UserLookup users) {
      caller.requireKnown();
    }
  },

  /** The user in the path. */
  OWNER {
    @Override
    public void check(Identity caller, Supplier<UserReference> path, UserLookup users) {
      caller.requireKnown();
      users.requireActingFor(caller, path.get());
    }
  },

  /** The user in the path, who may also authenticate in the first frame of a WebSocket. */
  OWNER_OR_FIRST_FRAME {
    @Override
    public void check(Identity caller, Supplier<UserReference> path, UserLookup users) {
      if (caller.kind() != Identity.Kind.SILENT) {
        OWNER.check(caller, path, users);
      }
    }
  },

  /** An operator. */
  ADMIN {
    @Override
    public void check(Identity caller, Supplier<UserReference> path, UserLookup users) {
      caller.requireKnown();
      if (!caller.mayDoEverything()) {
        throw new ProblemException(
            403, "admin_only", "Only an operator may do this; use the admin token");
      }
    }
  };

  /**
   * Rejects a caller who may not use the route.
   *
   * @param path parses the user in the path; not called for callers that are not authenticated
   */
  public abstract void check(Identity caller, Supplier<UserReference> path, UserLookup users);
}
