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

final class LinearHashIndexTest {
  private static final int MANY = 40_000;

  private final IdIndex byId = new IdIndex();
  private final NumberIndex byNumber = new NumberIndex();

  @Test
  void find_manyAddedAndSomeRemoved_thoseWhoAreLeft() {
    var residents = IntStream.range(0, MANY).mapToObj(LinearHashIndexTest::resident).toList();

    residents.forEach(this::add);
    residents.stream().filter(LinearHashIndexTest::leaves).forEach(this::remove);

    assertThat(residents).allSatisfy(resident -> {
      assertThat(byId.find(resident.id())).isSameAs(leaves(resident) ? null : resident);
      assertThat(byNumber.find(resident.number())).isSameAs(leaves(resident) ? null : resident);
    });
    assertThat(byId.find(new UserId(1, 2))).isNull();
    assertThat(byNumber.find(PackedMobile.of(Mobile.parse("999")))).isNull();
  }

  @Test
  void find_cleared_nobody() {
    var resident = resident(1);
    add(resident);

    byId.clear();
    byNumber.clear();

    assertThat(byId.find(resident.id())).isNull();
    assertThat(byNumber.find(resident.number())).isNull();
  }

  @Test
  void find_whileOthersAreAddedAndRemoved_neverMissed() throws Exception {
    var there = IntStream.range(0, 2_000).mapToObj(LinearHashIndexTest::resident).toList();
    there.forEach(this::add);
    var coming = IntStream.range(2_000, MANY).mapToObj(LinearHashIndexTest::resident).toList();

    var found = Race.rounds(2, 1, (thread, round) ->
        thread == 0 ? growAndShrink(coming) : findAll(there));

    assertThat(found).allSatisfy(outcome -> assertThat(outcome).containsOnly(true));
  }

  @Test
  void hash_numbersInARow_spread() {
    var chains = IntStream.range(0, 4_096)
        .mapToObj(i -> byNumber.hash(resident(i)) & 4_095).distinct().count();

    assertThat(chains).isBetween(2_450L, 2_730L); // 63 % of them are hit by chance
  }

  private boolean growAndShrink(List<HeapAccount> coming) {
    for (var resident : coming) {
      add(resident);
      if (leaves(resident)) {
        remove(resident);
      }
    }
    return true;
  }

  private boolean findAll(List<HeapAccount> there) {
    var order = new ArrayList<>(there);
    var random = new Random(1);
    for (int i = 0; i < 100 * order.size(); i++) {
      var resident = order.get(random.nextInt(order.size()));
      if (byId.find(resident.id()) != resident
          || byNumber.find(resident.number()) != resident) {
        return false;
      }
    }
    return true;
  }

  private void add(HeapAccount resident) {
    byNumber.add(resident);
    byId.add(resident);
  }

  private void remove(HeapAccount resident) {
    byId.remove(resident);
    byNumber.remove(resident);
  }

  private static boolean leaves(HeapAccount resident) {
    return resident.number() % 3 == 0;
  }

  private static HeapAccount resident(int i) {
    var user = new User(UserId.random(), Mobile.parse("017" + (10_000_000 + i)), "", null,
        Instant.EPOCH);
    return new HeapAccount(new Account(user));
  }
}
