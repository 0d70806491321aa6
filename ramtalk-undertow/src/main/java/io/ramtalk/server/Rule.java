package io.ramtalk.server;

import io.ramtalk.InvalidInput;
import io.ramtalk.UserId;
import org.jspecify.annotations.Nullable;

/** Who may use a route. On an open server everyone may use all of them. */
enum Rule {
  /** Everyone. */
  EVERYONE {
    @Override
    void check(Identity caller, String id) {}
  },

  /** Whoever is logged in; the endpoint looks further. */
  USER {
    @Override
    void check(Identity caller, String id) {
      caller.requireKnown();
    }
  },

  /** The user in the path. */
  OWNER {
    @Override
    void check(Identity caller, String id) {
      if (!caller.mayDoEverything()) {
        caller.requireActingFor(parse(id));
      }
    }
  },

  /** The user in the path, who may show that in the first frame of its WebSocket. */
  OWNER_OR_FIRST_FRAME {
    @Override
    void check(Identity caller, String id) {
      if (caller.kind() != Identity.Kind.SILENT) {
        OWNER.check(caller, id);
      }
    }
  },

  /** Who runs the server. */
  ADMIN {
    @Override
    void check(Identity caller, String id) {
      caller.requireKnown();
      if (!caller.mayDoEverything()) {
        throw new RequestRefused(403, "admin_only", "This is for who runs the server");
      }
    }
  };

  /** Refuses a caller who may not use the route with this {@code {id}}. */
  abstract void check(Identity caller, String id);

  private static @Nullable UserId parse(String id) {
    try {
      return UserId.parse(id);
    } catch (InvalidInput e) {
      return null;
    }
  }
}
