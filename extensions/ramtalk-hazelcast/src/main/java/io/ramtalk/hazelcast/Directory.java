package io.ramtalk.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import io.ramtalk.engine.Account;
import io.ramtalk.engine.AccountCodec;
import io.ramtalk.EngineUnavailable;
import io.ramtalk.Mobile;
import io.ramtalk.SignUp;
import io.ramtalk.TooManyUsers;
import io.ramtalk.User;
import io.ramtalk.UserId;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The mobile numbers with their users, and the order of registration.
 *
 * <p><b>Threads:</b> any number; calls block while other members respond.
 */
final class Directory {
  /* A sign-up changes keys on different members, one after the other: it claims the number, takes a
   * place, stores the account, and only then assigns the number to the user. So an id is never
   * returned before its account exists. Each step can be repeated, and a failed step rolls the
   * earlier ones back. A member that dies in between leaves a claim, which is ignored after a
   * while, and possibly an account that no number refers to and whose id was never returned.
   *
   * The number is authoritative: the next lookup of a number whose account is gone detects that and
   * frees the number.
   *
   * Self-tests create and remove a user every second; these users have no number and are not
   * counted. They use a few places of their own, so that iterations need not skip millions of
   * former places. A self-test user that could not be removed, because members were missing, is
   * removed when accounts are settled. */
  private static final String REGISTER_KEY = "register";
  private static final long STALE_CLAIM_MILLIS = 30_000;
  private static final long MAX_WAIT_NANOS = TimeUnit.SECONDS.toNanos(4);
  private static final String CLAIMED = "@";

  /** The number of places below 0, reserved for self-tests and visited first in an iteration. */
  static final int SELF_TEST_PLACES = 64;


  private final HazelcastInstance instance;
  private final String space;
  private final Calls calls;
  private final IMap<UUID, StoredAccount> accounts;
  private final IMap<String, String> numbers;
  private final IMap<Long, String> places;
  private final IMap<String, UserSequence> register;
  private final Function<UserId, @Nullable User> lookUp;

  Directory(HazelcastInstance instance, String space, IMap<UUID, StoredAccount> accounts,
      Calls calls, Function<UserId, @Nullable User> lookUp) {
    this.instance = instance;
    this.calls = calls;
    this.space = space;
    this.accounts = accounts;
    this.lookUp = lookUp;
    numbers = instance.getMap(ClusterConfig.NUMBERS + space);
    places = instance.getMap(ClusterConfig.PLACES + space);
    register = instance.getMap(ClusterConfig.REGISTER + space);
  }

  SignUp register(Account account, int maxUsers) {
    var user = account.user();
    if (isSelfTest(user.id())) {
      create(account, -instance.getCluster().getClusterTime());
      long place = selfTestPlace(user.id());
      calls.<Void>call(repeated -> places.setAsync(place, user.id().toString()));
      return new SignUp(user, true);
    }
    var number = user.mobile().canonical();
    var claim = user.id() + CLAIMED + instance.getCluster().getClusterTime();
    long end = System.nanoTime() + MAX_WAIT_NANOS;
    for (int tries = 0; ; tries++) {
      var held = swap(numbers, number, null, claim);
      if (held == null || held.equals(claim)) {
        admit(account, maxUsers, claim);
        return new SignUp(user, true);
      }
      var known = settled(number, held);
      if (known != null) {
        return new SignUp(known, false);
      }
      if (System.nanoTime() >= end) {
        throw EngineUnavailable.notApplied("another sign-up for the number is in progress");
      }
      pause(tries);
    }
  }

  /** Returns the user with a number, or null if it is only claimed or the user has left. */
  private @Nullable User settled(String number, String held) {
    int claimed = held.indexOf(CLAIMED);
    if (claimed >= 0) {
      long age = instance.getCluster().getClusterTime()
          - Long.parseLong(held.substring(claimed + 1));
      if (age > STALE_CLAIM_MILLIS) {
        swap(numbers, number, held, null);
      }
      return null;
    }
    var user = lookUp.apply(UserId.parse(held));
    if (user == null) {
      swap(numbers, number, held, null);
    }
    return user;
  }

  private void admit(Account account, int maxUsers, String claim) {
    var user = account.user();
    var id = user.id().uuid();
    var number = user.mobile().canonical();
    long place = UserSequence.FULL;
    try {
      place = (long) registered(RegisterProcessor.take(id, maxUsers));
      if (place == UserSequence.FULL) {
        throw new TooManyUsers(maxUsers);
      }
      swap(places, place, null, id.toString());
      create(account, place);
      var held = swap(numbers, number, claim, id.toString());
      if (held == null || !(held.equals(claim) || held.equals(id.toString()))) {
        throw EngineUnavailable.notApplied("signing up took too long");
      }
    } catch (RuntimeException e) {
      rollback(user.id(), number, claim, place);
      throw e;
    }
  }

  private void create(Account account, long place) {
    var bytes = AccountCodec.encode(account);
    Objects.requireNonNull(calls.<Outcome>call(repeated -> accounts.submitToKey(
        account.user().id().uuid(), new CreateProcessor(space, bytes, place)))).checkRoom();
  }

  private void rollback(UserId user, String number, String claim, long place) {
    try {
      calls.<Outcome>call(
          repeated -> accounts.submitToKey(user.uuid(), new RemoveProcessor(space, 0)));
      if (place != UserSequence.FULL) {
        leave(user.uuid(), place);
      }
      swap(numbers, number, claim, null);
    } catch (EngineUnavailable e) {
      // The claim is ignored after a while.
    }
  }

  /** Frees the number and the place of a removed account. The place is known from its removal. */
  void free(User user, @Nullable Outcome removed) {
    var id = user.id();
    if (isSelfTest(id)) {
      swap(places, selfTestPlace(id), id.toString(), null);
      return;
    }
    swap(numbers, user.mobile().canonical(), id.toString(), null);
    if (removed != null) {
      leave(id.uuid(), removed.place());
    }
  }

  /** Returns whether the user belongs to a self-test: the upper half of its id is 0. */
  private static boolean isSelfTest(UserId user) {
    return user.high() == 0;
  }

  /** Returns the place of a self-test user. */
  private static long selfTestPlace(UserId user) {
    return -1L - Math.floorMod(user.low(), SELF_TEST_PLACES);
  }

  private void leave(UUID id, long place) {
    swap(places, place, id.toString(), null);
    registered(RegisterProcessor.leave(id, place));
  }

  @Nullable User find(Mobile mobile) {
    var number = mobile.canonical();
    var held = swap(numbers, number, null, null);
    return held == null ? null : settled(number, held);
  }

  /** Returns the first place that was never assigned. */
  long end() {
    return (long) registered(RegisterProcessor.next());
  }

  /** Returns the users at some places. */
  Map<Long, String> in(Set<Long> somePlaces) {
    return Objects.requireNonNull(calls.<Map<Long, String>>call(
        repeated -> CompletableFuture.completedFuture(places.getAll(somePlaces))));
  }

  String epoch() {
    return (String) registered(RegisterProcessor.epoch(UserId.random().toString().replace("-", "")
        .substring(16)));
  }

  private Object registered(RegisterProcessor step) {
    return Objects.requireNonNull(calls.<Object>call(
        repeated -> register.submitToKey(REGISTER_KEY, step)));
  }

  private <K> @Nullable String swap(
      IMap<K, String> map, K key, @Nullable String expected, @Nullable String replacement) {
    @SuppressWarnings("unchecked") // the step does not read the key
    var anyKey = (IMap<Object, String>) map;
    return calls.<String>call(repeated ->
        anyKey.submitToKey(key, new SwapProcessor(expected, replacement)));
  }

  private static void pause(int tries) {
    try {
      TimeUnit.MILLISECONDS.sleep(Math.min(20, tries));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EngineUnavailable.notApplied("interrupted");
    }
  }
}
