package io.ramtalk.server;

/** Who may use a route. On an open server everyone may use all of them. */
enum Rule {
  /** Everyone. */
  EVERYONE {
    @Override
    void check(Identity caller, String id, UserLookup users) {}
  },

  /** Whoever is logged in; the endpoint looks further. */
  USER {
    @Override
    void check(Identity caller, String id, UserLookup users) {
      caller.requireKnown();
    }
  },

  /** The user in the path. */
  OWNER {
    @Override
    void check(Identity caller, String id, UserLookup users) {
      users.requireActingFor(caller, id);
    }
  },

  /** The user in the path, who may show that in the first frame of its WebSocket. */
  OWNER_OR_FIRST_FRAME {
    @Override
    void check(Identity caller, String id, UserLookup users) {
      if (caller.kind() != Identity.Kind.SILENT) {
        OWNER.check(caller, id, users);
      }
    }
  },

  /** Who runs the server. */
  ADMIN {
    @Override
    void check(Identity caller, String id, UserLookup users) {
      caller.requireKnown();
      if (!caller.mayDoEverything()) {
        throw new RequestRefused(403, "admin_only", "This is for who runs the server");
      }
    }
  };

  /** Refuses a caller who may not use the route with this {@code {id}}. */
  abstract void check(Identity caller, String id, UserLookup users);
}
