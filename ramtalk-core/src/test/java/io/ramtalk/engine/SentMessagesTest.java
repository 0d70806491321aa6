package io.ramtalk.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.MessageId;
import io.ramtalk.UserId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SentMessagesTest {
  private static final int MOST = 9;

  private final SentMessages sent = new Outbox();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void randomSteps_sameAsAList(long seed) {
    var random = new Random(seed);
    var list = new ArrayList<Long>();
    for (long id = 1; id < 5_000; id++) {
      switch (list.size() < 2 ? 0 : random.nextInt(5)) {
        case 0, 1, 2 -> {
          sent.add(new MessageId(id), new UserId(id, -id), id % 2 == 0, id, MOST);
          list.add(id);
        }
        case 3 -> {
          sent.removeFirst();
          list.remove(0);
        }
        default -> {
          int index = random.nextInt(list.size());
          sent.remove(index);
          list.remove(index);
        }
      }
      assertThat(ids()).isEqualTo(list);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void addAndRemoveFirst_full_noMoreRoom(int kept) {
    var list = new ArrayDeque<Long>();
    for (long id = 1; id <= 100; id++) {
      if (list.size() == kept) {
        sent.removeFirst();
        list.removeFirst();
      }
      sent.add(new MessageId(id), new UserId(1, 1), false, 0, kept);
      list.add(id);
    }

    assertThat(sent.capacity()).isEqualTo(kept);
    assertThat(ids()).containsExactlyElementsOf(list);
    assertThat(sent.indexOf(new MessageId(100))).isEqualTo(kept - 1);
    assertThat(sent.indexOf(new MessageId(1))).isEqualTo(-1);
  }

  private List<Long> ids() {
    var ids = new ArrayList<Long>();
    for (int i = 0; i < sent.size(); i++) {
      ids.add(sent.id(i).value());
    }
    return ids;
  }
}
