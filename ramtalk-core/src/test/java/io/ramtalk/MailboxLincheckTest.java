package io.ramtalk;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

final class MailboxLincheckTest {
  @Test
  void mailbox_modelChecking_linearizable() {
    Lincheck.modelCheck(SendAndReceive.class);
  }

  @Test
  void mailbox_stress_linearizable() {
    Lincheck.stress(SendAndReceive.class);
  }

  @Test
  void lease_modelChecking_linearizable() {
    Lincheck.modelCheck(SendAndLease.class);
  }

  @Test
  void lease_stress_linearizable() {
    Lincheck.stress(SendAndLease.class);
  }

  /** A messenger with one user, whose mailbox has room for two messages. */
  private static final class OneMailbox {
    private static final UserId ANA = new UserId(1, 1);

    private final RamTalk talk;

    OneMailbox() {
      var engine = new HeapEngine();
      talk = RamTalk.builder().engine(engine).mailboxCapacity(2)
          .clock(VirtualClock.startingAt(Instant.EPOCH)).build();
      var user = new User(ANA, new Mobile("017", "017"), "", null, Instant.EPOCH);
      engine.register(new Account(user), 1);
    }

    boolean send(int text) {
      try {
        talk.send(ANA, ANA, String.valueOf(text));
        return true;
      } catch (MailboxFull full) {
        return false;
      }
    }

    static String texts(List<Message> messages) {
      return messages.stream().map(Message::text).collect(Collectors.joining(" "));
    }
  }

  /** Sends, receives and peeks. */
  @Param(name = "text", gen = IntGen.class, conf = "1:9")
  @Param(name = "max", gen = IntGen.class, conf = "1:2")
  public static final class SendAndReceive {
    private final OneMailbox box = new OneMailbox();

    /**
     * Sends.
     *
     * @param text what
     * @return whether there was room
     */
    @Operation
    public boolean send(@Param(name = "text") int text) {
      return box.send(text);
    }

    /**
     * Receives.
     *
     * @param max the most messages
     * @return their texts
     */
    @Operation
    public String receive(@Param(name = "max") int max) {
      return OneMailbox.texts(box.talk.receive(OneMailbox.ANA, max));
    }

    /**
     * Peeks.
     *
     * @return the texts
     */
    @Operation
    public String peek() {
      return OneMailbox.texts(box.talk.peek(OneMailbox.ANA, 2));
    }
  }

  /** Sends, leases, acknowledges and releases. */
  @Param(name = "text", gen = IntGen.class, conf = "1:9")
  @Param(name = "lease", gen = IntGen.class, conf = "1:2")
  public static final class SendAndLease {
    private final OneMailbox box = new OneMailbox();

    /**
     * Sends.
     *
     * @param text what
     * @return whether there was room
     */
    @Operation
    public boolean send(@Param(name = "text") int text) {
      return box.send(text);
    }

    /**
     * Leases one message.
     *
     * @param lease the lease
     * @return its text
     */
    @Operation
    public String lease(@Param(name = "lease") int lease) {
      return OneMailbox.texts(box.talk.lease(
          OneMailbox.ANA, 1, Duration.ofHours(1), "lease" + lease).messages());
    }

    /**
     * Acknowledges.
     *
     * @param lease the lease
     * @return how many messages were deleted
     */
    @Operation
    public int acknowledge(@Param(name = "lease") int lease) {
      return box.talk.acknowledge(OneMailbox.ANA, "lease" + lease).acknowledged();
    }

    /**
     * Releases.
     *
     * @param lease the lease
     * @return how many messages are back
     */
    @Operation
    public int release(@Param(name = "lease") int lease) {
      return box.talk.release(OneMailbox.ANA, "lease" + lease);
    }
  }
}
