package io.ramtalk.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Mobile;
import io.ramtalk.Race;
import io.ramtalk.User;
import io.ramtalk.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LinearHashIndexTest {
  private static final int MANY = 40_000;

  private final IdIndex byId = new IdIndex();
  private final NumberIndex byNumber = new NumberIndex();

  @Test
  void find_manyAddedAndSomeRemoved_thoseWhoAreLeft() {
    var accounts = IntStream.range(0, MANY).mapToObj(LinearHashIndexTest::account).toList();

    accounts.forEach(this::add);
    accounts.stream().filter(LinearHashIndexTest::leaves).forEach(this::remove);

    assertThat(accounts).allSatisfy(account -> {
      assertThat(byId.find(account.id())).isSameAs(leaves(account) ? null : account);
      assertThat(byNumber.find(account.number())).isSameAs(leaves(account) ? null : account);
    });
    assertThat(byId.find(new UserId(1, 2))).isNull();
    assertThat(byNumber.find(PackedMobile.of(Mobile.parse("999")))).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 30_001, MANY, 3 * MANY})
  void find_chainsReservedBefore_allFound(int reserved) {
    byId.reserve(reserved);
    byNumber.reserve(reserved);
    var accounts = IntStream.range(0, MANY).mapToObj(LinearHashIndexTest::account).toList();

    accounts.forEach(this::add);
    byId.reserve(10 * MANY);
    byNumber.reserve(10 * MANY);

    assertThat(accounts).allSatisfy(account -> {
      assertThat(byId.find(account.id())).isSameAs(account);
      assertThat(byNumber.find(account.number())).isSameAs(account);
    });
    assertThat(byId.find(new UserId(1, 2))).isNull();
  }

  @Test
  void find_cleared_nobody() {
    var account = account(1);
    add(account);

    byId.clear();
    byNumber.clear();

    assertThat(byId.find(account.id())).isNull();
    assertThat(byNumber.find(account.number())).isNull();
  }

  @Test
  void find_whileOthersAreAddedAndRemoved_neverMissed() throws Exception {
    var there = IntStream.range(0, 2_000).mapToObj(LinearHashIndexTest::account).toList();
    there.forEach(this::add);
    var coming = IntStream.range(2_000, MANY).mapToObj(LinearHashIndexTest::account).toList();

    var found = Race.rounds(2, 1, (thread, round) ->
        thread == 0 ? growAndShrink(coming) : findAll(there));

    assertThat(found).allSatisfy(outcome -> assertThat(outcome).containsOnly(true));
  }

  @Test
  void hash_numbersInARow_spread() {
    var chains = IntStream.range(0, 4_096)
        .mapToObj(i -> byNumber.hash(account(i)) & 4_095).distinct().count();

    assertThat(chains).isBetween(2_450L, 2_730L); // random hashes hit 63 % of the chains
  }

  private boolean growAndShrink(List<HeapAccount> coming) {
    for (var account : coming) {
      add(account);
      if (leaves(account)) {
        remove(account);
      }
    }
    return true;
  }

  private boolean findAll(List<HeapAccount> there) {
    var order = new ArrayList<>(there);
    var random = new Random(1);
    for (int i = 0; i < 100 * order.size(); i++) {
      var account = order.get(random.nextInt(order.size()));
      if (byId.find(account.id()) != account
          || byNumber.find(account.number()) != account) {
        return false;
      }
    }
    return true;
  }

  private void add(HeapAccount account) {
    byNumber.add(account);
    byId.add(account);
  }

  private void remove(HeapAccount account) {
    byId.remove(account);
    byNumber.remove(account);
  }

  private static boolean leaves(HeapAccount account) {
    return account.number() % 3 == 0;
  }

  private static HeapAccount account(int i) {
    var user = new User(UserId.random(), Mobile.parse("017" + (10_000_000 + i)), "", null,
        Instant.EPOCH);
    return new HeapAccount(new Account(user));
  }
}
