package io.ramtalk.engine;

import io.ramtalk.Acknowledged;
import io.ramtalk.Export;
import io.ramtalk.Message;
import io.ramtalk.MessageId;
import io.ramtalk.Presence;
import io.ramtalk.Receipt;
import io.ramtalk.SequencedMessage;
import io.ramtalk.Usage;
import io.ramtalk.User;
import io.ramtalk.UserId;
import io.ramtalk.UserPresence;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The encoding of command results and effects as bytes, for engines that apply commands in other
 * processes. Both sides know the command that a result belongs to.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> O(bytes).
 */
public final class AnswerCodec {
  private static final int VERSION = 2;

  private AnswerCodec() {}

  /**
   * Encodes a result.
   *
   * @param command the command
   * @param answer the value that {@link Command#applyTo} returned for this command
   * @param <R> the type of the result
   * @return the encoded result
   */
  public static <R> byte[] encode(Command<R> command, R answer) {
    var packer = new Packer().put(VERSION);
    if (answer instanceof Boolean yes) {
      packer.put(yes);
    } else if (answer instanceof Integer count) {
      packer.putNumber(count);
    } else if (answer instanceof User user) {
      AccountCodec.packUser(packer, user);
    } else if (answer instanceof SendTicket ticket) {
      packer.putOneOf(SendTicket.Kind.values(), ticket.kind())
          .putUser(ticket.from()).putMessage(ticket.id());
    } else if (answer instanceof StatedConnections stated) {
      packer.put(stated.accepted()).putNumber(stated.sequence()).put(stated.leased());
    } else if (answer instanceof Presence presence) {
      packPresence(packer, presence);
    } else if (answer instanceof UserPresence listed) {
      AccountCodec.packUser(packer, listed.user());
      packPresence(packer, listed.presence());
    } else if (answer instanceof Acknowledged done) {
      packer.putNumber(done.acknowledged()).putNumber(done.gone()).putNumber(done.stale());
    } else if (answer instanceof NewsPage news) {
      packer.putAll(news.messages(), AnswerCodec::packSequenced).put(news.more())
          .putNumber(news.lastChange()).putAll(news.receipts(), AnswerCodec::packReceipt);
    } else if (answer instanceof AccountUsage usage) {
      packUsage(packer, usage);
    } else if (answer instanceof Account account) {
      account.pack(packer);
    } else if (answer instanceof Export export) {
      AccountCodec.packUser(packer, export.user());
      packer.putAll(export.mailbox(), AnswerCodec::packMessage)
          .putAll(export.sent(), AnswerCodec::packReceipt);
    } else {
      packMany(packer, answer);
    }
    return packer.toBytes();
  }

  private static void packMany(Packer packer, Object answer) {
    if (answer instanceof Set<?> users) {
      packer.putAll(users, (to, user) -> to.putUser((UserId) user));
      return;
    }
    packer.putAll((List<?>) answer, (to, one) -> {
      if (one instanceof Receipt receipt) {
        packReceipt(to, receipt);
      } else if (one instanceof MessageId id) {
        to.putMessage(id);
      } else {
        packMessage(to, (Message) one);
      }
    });
  }

  /**
   * Decodes a result.
   *
   * @param command the command
   * @param bytes the return value of {@link #encode}
   * @param <R> the type of the result
   * @return an equal result
   * @throws IllegalArgumentException if the bytes have another version or do not fit the command
   */
  @SuppressWarnings("unchecked") // unpack returns the result type of the command
  public static <R> R decode(Command<R> command, byte[] bytes) {
    var unpacker = new Unpacker(bytes).version(VERSION);
    return (R) unpacker.end(unpack(command, unpacker));
  }

  private static Object unpack(Command<?> command, Unpacker from) {
    if (command instanceof Command.ShowUser || command instanceof Command.Change) {
      return AccountCodec.unpackUser(from);
    } else if (command instanceof Command.BeginSend) {
      return new SendTicket(
          from.getOneOf(SendTicket.Kind.values()), from.getUser(), from.getMessage());
    } else if (command instanceof Command.Take || command instanceof Command.Lease
        || command instanceof Command.Peek) {
      return from.<Message>getAll(StoredMessage::unpack);
    } else if (command instanceof Command.PollNews) {
      return new NewsPage(from.getAll(AnswerCodec::unpackSequenced), from.getBoolean(),
          from.getNumber(), from.getAll(AnswerCodec::unpackReceipt));
    } else if (command instanceof Command.StateConnections) {
      return new StatedConnections(from.getBoolean(), from.getInt(), from.getBoolean());
    } else if (command instanceof Command.ShowPresence) {
      return unpackPresence(from);
    } else if (command instanceof Command.ShowListed) {
      return new UserPresence(AccountCodec.unpackUser(from), unpackPresence(from));
    } else if (command instanceof Command.Acknowledge) {
      return new Acknowledged(from.getInt(), from.getInt(), from.getInt());
    } else if (command instanceof Command.Release || command instanceof Command.MarkRead) {
      return from.getInt();
    } else if (command instanceof Command.ShowReceipts) {
      return from.getAll(AnswerCodec::unpackReceipt);
    } else if (command instanceof Command.ShowHeld) {
      return from.getAll(Unpacker::getMessage);
    } else if (command instanceof Command.ShowOpenReceivers) {
      return new LinkedHashSet<>(from.getAll(Unpacker::getUser));
    } else if (command instanceof Command.ShowAll) {
      return new Export(AccountCodec.unpackUser(from), from.<Message>getAll(StoredMessage::unpack),
          from.getAll(AnswerCodec::unpackReceipt));
    } else if (command instanceof Command.Copy) {
      return Account.unpack(from);
    } else if (command instanceof Command.Count) {
      return unpackUsage(from);
    }
    return from.getBoolean();
  }

  private static void packPresence(Packer packer, Presence presence) {
    packer.put(presence.online()).putIfAny(presence.lastSeen(), Packer::putInstant);
  }

  private static Presence unpackPresence(Unpacker from) {
    return new Presence(from.getBoolean(), from.getIfAny(Unpacker::getInstant));
  }

  /**
   * Encodes effects.
   *
   * @param effects the effects of a command
   * @return the encoded effects
   */
  public static byte[] encodeEffects(Effects effects) {
    return new Packer().put(VERSION).put(effects.hasNews()).put(effects.hasPresence())
        .putAll(effects.reports(), AnswerCodec::packReport).toBytes();
  }

  /**
   * Decodes effects.
   *
   * @param bytes the return value of {@link #encodeEffects}
   * @return equal effects
   * @throws IllegalArgumentException if the bytes have another version or are not effects
   */
  public static Effects decodeEffects(byte[] bytes) {
    var from = new Unpacker(bytes).version(VERSION);
    var effects = new Effects();
    if (from.getBoolean()) {
      effects.ring();
    }
    if (from.getBoolean()) {
      effects.changePresence();
    }
    from.getAll(AnswerCodec::unpackReport).forEach(effects::add);
    return from.end(effects);
  }

  static void packReport(Packer packer, DeliveryReport report) {
    packer.putUser(report.sender()).putMessage(report.id())
        .putOneOf(Receipt.State.values(), report.state()).putNumber(report.time());
  }

  static DeliveryReport unpackReport(Unpacker from) {
    return new DeliveryReport(from.getUser(), from.getMessage(),
        from.getOneOf(Receipt.State.values()), from.getNumber());
  }

  private static void packMessage(Packer packer, Message message) {
    StoredMessage.stored(message).pack(packer);
  }

  private static void packSequenced(Packer packer, SequencedMessage pushed) {
    packMessage(packer.putNumber(pushed.sequence()), pushed.message());
  }

  private static SequencedMessage unpackSequenced(Unpacker from) {
    return new SequencedMessage(from.getNumber(), StoredMessage.unpack(from));
  }

  private static void packReceipt(Packer packer, Receipt receipt) {
    packer.putMessage(receipt.id()).putUser(receipt.to())
        .putOneOf(Receipt.State.values(), receipt.state())
        .putInstant(receipt.sentAt()).putIfAny(receipt.deliveredAt(), Packer::putInstant)
        .putIfAny(receipt.endedAt(), Packer::putInstant);
  }

  private static Receipt unpackReceipt(Unpacker from) {
    return new Receipt(from.getMessage(), from.getUser(),
        from.getOneOf(Receipt.State.values()), from.getInstant(),
        from.<Instant>getIfAny(Unpacker::getInstant),
        from.<Instant>getIfAny(Unpacker::getInstant));
  }

  private static void packUsage(Packer packer, AccountUsage held) {
    packer.putNumber(held.waiting()).putNumber(held.leased()).putLong(held.oldest())
        .putNumber(held.bytes().users()).putNumber(held.bytes().images())
        .putNumber(held.bytes().messages()).putNumber(held.bytes().leases())
        .putNumber(held.bytes().receipts());
  }

  private static AccountUsage unpackUsage(Unpacker from) {
    return new AccountUsage(from.getInt(), from.getInt(), from.getLong(),
        new Usage.Bytes(from.getNumber(), from.getNumber(), from.getNumber(),
            from.getNumber(), from.getNumber()));
  }
}
