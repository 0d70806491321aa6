package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of calls that block no thread. They do the same as those that do. */
abstract class AsyncContract extends EngineFixture {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private RamTalk talk;
  private UserId ana;
  private UserId bo;

  @BeforeEach
  void openMessenger() {
    talk = open(settings());
    ana = signUp(talk, 1);
    bo = signUp(talk, 2);
  }

  private Draft draft(String text) {
    return Draft.of(ana, bo).text(text);
  }

  private static <R> R join(CompletionStage<R> stage) {
    return Eventually.get(stage.toCompletableFuture());
  }

  private static void assertFails(CompletionStage<?> stage, String code) {
    var failure = new AtomicReference<Throwable>();
    Eventually.get(stage.handle((result, fault) -> {
      failure.set(fault instanceof CompletionException ? fault.getCause() : fault);
      return true;
    }).toCompletableFuture());
    assertThat(failure.get()).isInstanceOfSatisfying(RamTalkException.class,
        fault -> assertThat(fault.code()).isEqualTo(code));
  }

  @Test
  void sendAndTransfer_message_deliveredWithReceipt() {
    var id = join(talk.delivery().sendAsync(draft("Hello")));
    assertThat(talk.receipt(ana, id).orElseThrow().state()).isEqualTo(Receipt.State.QUEUED);

    var transfer = join(talk.delivery().transferAsync(bo, 9));
    transfer.commit();

    assertThat(transfer.messages()).extracting(Message::id, Message::text)
        .containsExactly(tuple(id, "Hello"));
    assertThat(talk.receipt(ana, id).orElseThrow().state()).isEqualTo(Receipt.State.DELIVERED);
    assertThat(talk.receive(bo)).isEmpty();
  }

  @Test
  void send_manyAtOnce_allStoredUpToTheCapacity() {
    var sends = new ArrayList<CompletableFuture<MessageId>>();
    for (int i = 0; i < 2 * CAPACITY; i++) {
      sends.add(talk.delivery().sendAsync(draft("m" + i)).toCompletableFuture());
    }
    var accepted = new ArrayList<MessageId>();
    for (var send : sends) {
      Eventually.get(send.handle((id, failure) -> id == null || accepted.add(id)));
    }

    assertThat(accepted).hasSize(CAPACITY);
    assertThat(talk.sent(ana)).extracting(Receipt::id)
        .containsExactlyInAnyOrderElementsOf(accepted);
    assertThat(ids(talk.receive(bo))).containsExactlyInAnyOrderElementsOf(accepted);
  }

  @Test
  void send_mailboxFull_failsAndLeavesNoReceipt() {
    sendMany(talk, ana, bo, CAPACITY);

    assertFails(talk.delivery().sendAsync(draft("too much").id("mine")), "mailbox_full");

    assertThat(talk.sent(ana)).hasSize(CAPACITY);
    talk.receive(bo);
    join(talk.delivery().sendAsync(draft("too much").id("mine")));
    assertThat(talk.receive(bo)).extracting(Message::text).containsExactly("too much");
  }

  @Test
  void send_sameIdAgain_sameMessage() {
    var first = join(talk.delivery().sendAsync(draft("once").id("mine")));

    assertThat(join(talk.delivery().sendAsync(draft("once").id("mine")))).isEqualTo(first);
    assertFails(talk.delivery().sendAsync(Draft.of(ana, ana).text("once").id("mine")),
        "send_id_reused");

    assertThat(ids(talk.receive(bo))).containsExactly(first);
  }

  @Test
  void send_unknownUsers_fails() {
    var nobody = UserId.random();

    assertFails(talk.delivery().sendAsync(Draft.of(nobody, bo).text("x")), "sender_not_found");
    assertFails(talk.delivery().sendAsync(Draft.of(ana, nobody).text("x")), "target_not_found");
    assertFails(talk.delivery().transferAsync(nobody, 1), "user_not_found");
    assertFails(talk.delivery().leaseAsync(nobody, 1, MINUTE, "mine"), "user_not_found");
    assertFails(talk.delivery().acknowledgeAsync(nobody, "mine", null), "user_not_found");
    assertFails(talk.delivery().releaseAsync(nobody, "mine", null), "user_not_found");

    assertThat(talk.sent(ana)).isEmpty();
    assertThat(talk.receive(bo)).isEmpty();
  }

  @Test
  void send_noMemory_failsAndChangesNothing() {
    var budget = talk.operations().budget();
    join(talk.delivery().sendAsync(draft("first")));
    long used = budget.used();
    budget.reserve(budget.limit() - used - 500);

    assertFails(talk.delivery().sendAsync(draft("x".repeat(600))), "ram_exhausted");

    assertThat(budget.used()).isEqualTo(budget.limit() - 500);
    assertThat(talk.sent(ana)).hasSize(1);
    budget.release(budget.limit() - used - 500);
    assertThat(talk.receive(bo)).extracting(Message::text).containsExactly("first");
  }

  @Test
  void send_brokenRules_refusedAtOnce() {
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> talk.delivery().sendAsync(draft("")));
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> talk.delivery().transferAsync(bo, 0));
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> talk.delivery().leaseAsync(bo, 0, MINUTE, "mine"));
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> talk.delivery().leaseAsync(bo, 1, Duration.ZERO, "mine"));
  }

  @Test
  void lease_acknowledgedInParts_deletedWithReceipts() {
    var sent = sendMany(talk, ana, bo, 3);

    var lease = join(talk.delivery().leaseAsync(bo, 9, MINUTE, "mine"));
    assertThat(lease.id()).isEqualTo("mine");
    assertThat(ids(lease.messages())).isEqualTo(sent);
    var first = join(talk.delivery().acknowledgeAsync(bo, "mine", sent.subList(0, 1)));
    var rest = join(talk.delivery().acknowledgeAsync(bo, "mine", null));

    assertThat(first).isEqualTo(new Acknowledged(1, 0, 0));
    assertThat(rest).isEqualTo(new Acknowledged(2, 0, 0));
    assertThat(talk.sent(ana)).extracting(Receipt::state)
        .containsOnly(Receipt.State.DELIVERED);
    assertThat(talk.receive(bo)).isEmpty();
  }

  @Test
  void lease_released_messagesBackInTheirPlaces() {
    var sent = sendMany(talk, ana, bo, 2);
    var lease = join(talk.delivery().leaseAsync(bo, 9, MINUTE, "mine"));

    int first = join(talk.delivery().releaseAsync(bo, lease.id(), sent.subList(1, 2)));
    int rest = join(talk.delivery().releaseAsync(bo, lease.id(), null));

    assertThat(first).isOne();
    assertThat(rest).isOne();
    assertThat(ids(talk.receive(bo))).isEqualTo(sent);
  }

  @Test
  void transfer_rolledBack_messagesBackInTheirPlaces() {
    var sent = sendMany(talk, ana, bo, 2);

    join(talk.delivery().transferAsync(bo, 1)).rollback();

    assertThat(ids(join(talk.delivery().transferAsync(bo, 9)).messages())).isEqualTo(sent);
  }

  @Test
  void calls_closed_fail() {
    talk.close();

    assertFails(talk.delivery().sendAsync(draft("x")), "closed");
    assertFails(talk.delivery().transferAsync(bo, 1), "closed");
    assertFails(talk.delivery().leaseAsync(bo, 1, MINUTE, "mine"), "closed");
  }
}
