package io.ramtalk.engine;

import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * An index of accounts by canonical mobile number.
 *
 * <p><b>Threads, Cost:</b> see {@link LinearHashIndex}.
 */
final class NumberIndex extends LinearHashIndex {
  /* People choose their numbers, so the hash is mixed with a secret: otherwise an attacker could
   * register many numbers that collide in one chain. The multiplications are those of MurmurHash3's
   * 64-bit finalizer. Lookups by number happen only on sign-up and login, so longer chains and a
   * smaller table suffice here. */
  private static final int ACCOUNTS_PER_CHAIN = 4;

  private final long secret = new SecureRandom().nextLong();

  NumberIndex() {
    super(ACCOUNTS_PER_CHAIN);
  }

  /** Finds the account with a packed number. */
  @Nullable HeapAccount find(long number) {
    int begun = version();
    var found = search(number);
    if (found == null && mayHaveMissed(begun)) {
      synchronized (this) {
        return search(number);
      }
    }
    return found;
  }

  private @Nullable HeapAccount search(long number) {
    var account = chain(mix(number));
    while (account != null && account.number() != number) {
      account = account.nextByNumber();
    }
    return account;
  }

  private int mix(long number) {
    long bits = number ^ secret;
    bits = (bits ^ bits >>> 33) * 0xff51_afd7_ed55_8ccdL;
    bits = (bits ^ bits >>> 33) * 0xc4ce_b9fe_1a85_ec53L;
    return (int) (bits >>> 32);
  }

  @Override
  int hash(HeapAccount account) {
    return mix(account.number());
  }

  @Override
  @Nullable HeapAccount next(HeapAccount account) {
    return account.nextByNumber();
  }

  @Override
  void setNext(HeapAccount account, @Nullable HeapAccount next) {
    account.setNextByNumber(next);
  }
}
