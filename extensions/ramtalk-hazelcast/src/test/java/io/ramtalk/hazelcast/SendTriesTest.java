package io.ramtalk.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Draft;
import io.ramtalk.EngineUnavailable;
import io.ramtalk.MailboxFull;
import io.ramtalk.Message;
import io.ramtalk.MessageId;
import io.ramtalk.RamTalk;
import io.ramtalk.RamTalkException;
import io.ramtalk.UserId;
import io.ramtalk.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Interleaved tries of one send on several servers, whose calls are lost, delayed, repeated and
 * reordered at random. At most one message may result.
 */
final class SendTriesTest {
  /* A resumed server continues where it stopped, an abandoned call may still run, and a client asks
   * the next server after a timeout. So each try has a thread that stops at each of its calls until
   * the test chooses the outcome. One thread runs at a time. */
  private static final int SEEDS = Integer.getInteger("ramtalk.tries.seeds", 3_000);
  private static final int MAX_TRIES = 4;
  private static final int MAX_EVENTS = 60;
  private static final String TEXT = "once";

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final VirtualClock clock = VirtualClock.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
  private final Semaphore stopped = new Semaphore(0);
  private final ThreadLocal<Try> current = new ThreadLocal<>();
  private final StepEngine engine = new StepEngine(new StepEngine.Tamper() {
    @Override
    public <R> R see(StepEngine.Call<R> call) {
      var mine = current.get();
      return mine == null ? call.make(false) : mine.stopAt(call);
    }
  });
  private final RamTalk talk =
      RamTalk.builder().engine(engine).clock(clock).mailboxCapacity(1).build();

  private Random random;
  private UserId ana;
  private UserId bo;
  private List<Try> tries;
  private List<StepEngine.Call<?>> late;
  private Set<MessageId> stored;
  private StringBuilder story;
  private int began;

  @AfterEach
  void close() {
    threads.shutdownNow();
    talk.close();
  }

  @Test
  @Tag("scaled")
  void send_triesInAnyOrder_storedOnceAtMostAndOnceIfTold() throws Exception {
    int accepted = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      accepted += run(seed) ? 1 : 0;
    }

    assertThat(accepted).as("of " + SEEDS + " sends").isBetween(SEEDS / 4, SEEDS - SEEDS / 50);
  }

  /** Runs the events of a seed, and returns whether the message was stored. */
  private boolean run(int seed) throws Exception {
    random = new Random(seed);
    ana = talk.signUp("01700000001").user().id();
    bo = talk.signUp("01700000002").user().id();
    tries = new ArrayList<>();
    late = new ArrayList<>();
    stored = new HashSet<>();
    story = new StringBuilder("Seed " + seed);
    began = 0;
    var told = new HashSet<MessageId>();

    for (int i = 0; i < MAX_EVENTS && (began < MAX_TRIES || !tries.isEmpty()); i++) {
      happen(random.nextInt(100));
      tries.stream().filter(one -> one.told != null).forEach(one -> told.add(one.told));
      tries.removeIf(one -> one.ended);
    }
    while (!tries.isEmpty()) {
      any(tries).goOn(What.DONE);
      tries.stream().filter(one -> one.told != null).forEach(one -> told.add(one.told));
      tries.removeIf(one -> one.ended);
    }
    while (!late.isEmpty()) {
      makeLate();
    }
    receive();

    assertThat(stored).as("stored: %s", story).hasSizeLessThanOrEqualTo(1);
    assertThat(stored).as("told: %s", story).containsAll(told);
    talk.delete(ana);
    talk.delete(bo);
    return !stored.isEmpty();
  }

  private void happen(int chance) throws Exception {
    if (chance < 15) {
      begin();
    } else if (chance < 20 && !late.isEmpty()) {
      makeLate();
    } else if (chance < 27) {
      fill();
    } else if (chance < 34) {
      receive();
    } else if (chance < 37) {
      note("fail over");
      engine.failOver();
    } else if (chance < 45) {
      clock.advance(Duration.ofMillis(random.nextInt(1_500)));
      note("time passes");
    } else if (!tries.isEmpty()) {
      any(tries).goOn(What.any(random));
    }
  }

  private <T> T any(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  private void note(String event) {
    story.append("; ").append(event);
  }

  private void begin() throws InterruptedException {
    if (began < MAX_TRIES) {
      var one = new Try(began++);
      tries.add(one);
      threads.execute(one);
      stopped.acquire();
    }
  }

  private void makeLate() {
    var call = late.remove(random.nextInt(late.size()));
    note("late " + call + " = " + call.make(random.nextBoolean()));
  }

  private void fill() {
    try {
      talk.send(bo, bo, "another");
      note("filled");
    } catch (MailboxFull e) {
      note("full");
    }
  }

  private void receive() {
    talk.receive(bo).stream().filter(message -> message.text().equals(TEXT)).map(Message::id)
        .forEach(stored::add);
    note("received " + stored);
  }

  /** The outcomes of a call. */
  private enum What {
    /** The call runs, and the caller gets the response. */
    DONE,
    /** The call runs, its response is lost, and the caller retries. */
    ANSWER_LOST,
    /** The call runs, and its outcome stays unknown to the caller. */
    DONE_UNKNOWN,
    /** The call runs, and the server of the caller fails afterwards. */
    DONE_AND_FAILED,
    /** The caller gives up, and the call runs later. */
    LATE,
    /** The caller retries, and the first call runs later. */
    LATE_AND_REPEATED,
    /** The call never runs. */
    NEVER;

    static What any(Random random) {
      int chance = random.nextInt(values().length * 2);
      return chance < values().length ? values()[chance] : DONE;
    }
  }

  /** One try of the send, on a server of its own. */
  private final class Try implements Runnable {
    private final int number;
    private final Semaphore go = new Semaphore(0);
    private StepEngine.Call<?> call;
    private What what;
    private boolean repeated;
    private boolean ended;
    private MessageId told;

    Try(int number) {
      this.number = number;
    }

    @Override
    public void run() {
      current.set(this);
      try {
        told = talk.send(Draft.of(ana, bo).text(TEXT).id("mine"));
        note(number + " was told " + told);
      } catch (RamTalkException | IllegalStateException e) {
        note(number + " was told " + e.getMessage());
      } finally {
        current.remove();
        ended = true;
        stopped.release();
      }
    }

    void goOn(What next) throws InterruptedException {
      what = next;
      go.release();
      stopped.acquire();
    }

    <R> R stopAt(StepEngine.Call<R> mine) {
      call = mine;
      repeated = false;
      while (true) {
        stopped.release();
        go.acquireUninterruptibly();
        note(number + ": " + call + " " + what);
        switch (what) {
          case DONE -> {
            var answer = mine.make(repeated);
            note("= " + answer);
            return answer;
          }
          case ANSWER_LOST -> mine.make(repeated);
          case LATE_AND_REPEATED -> late.add(mine);
          case LATE -> late.add(mine);
          case DONE_AND_FAILED, DONE_UNKNOWN -> note("= " + mine.make(repeated));
          default -> { }
        }
        if (what == What.DONE_AND_FAILED && mine.isOffer()) {
          throw new IllegalStateException("The server failed");
        } else if (what != What.ANSWER_LOST && what != What.LATE_AND_REPEATED) {
          throw EngineUnavailable.outcomeUnknown("lost");
        }
        repeated = true;
      }
    }
  }
}
