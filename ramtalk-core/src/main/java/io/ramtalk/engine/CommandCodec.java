package io.ramtalk.engine;

import io.ramtalk.MessageId;
import io.ramtalk.Overflow;
import io.ramtalk.ProfileChange;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The encoding of commands as bytes, for engines that apply them in other processes.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> O(bytes).
 */
public final class CommandCodec {
  private static final int VERSION = 2;

  private CommandCodec() {}

  /** The kinds of command, encoded by ordinal: append new ones at the end. */
  private enum Kind {
    SHOW_USER, CHANGE, BEGIN_SEND, END_SEND, OFFER, TAKE, LEASE, POLL_NEWS, STATE_CONNECTIONS,
    RETAIN_MEMBERS, SHOW_PRESENCE, ACKNOWLEDGE, RELEASE, PEEK,
    HAS_MAIL, SWEEP, APPLY_REPORT, MARK_READ, SHOW_RECEIPTS, SHOW_OPEN_RECEIVERS, SHOW_ALL, COUNT,
    DELETE, SHOW_LISTED, SHOW_HELD, COPY
  }

  /**
   * Encodes a command.
   *
   * @param command the command
   * @return the encoded command
   */
  public static byte[] encode(Command<?> command) {
    var packer = new Packer().put(VERSION);
    if (!packSending(packer, command) && !packReceiving(packer, command)
        && !packLooking(packer, command)) {
      packBeing(packer, command);
    }
    return packer.toBytes();
  }

  /**
   * Decodes a command.
   *
   * @param bytes the return value of {@link #encode}
   * @return an equal command
   * @throws IllegalArgumentException if the bytes have another version or are not a command
   */
  public static Command<?> decode(byte[] bytes) {
    var unpacker = new Unpacker(bytes).version(VERSION);
    return unpacker.end(unpack(unpacker.getOneOf(Kind.values()), unpacker));
  }

  private static boolean packSending(Packer packer, Command<?> command) {
    if (command instanceof Command.BeginSend send) {
      kind(packer, Kind.BEGIN_SEND).putMessage(send.id()).putUser(send.to())
          .putIfAny(send.idempotencyKey(), Packer::putText).put(send.timed()).putNumber(send.now())
          .putNumber(send.maxReceipts()).putNumber(send.maxIds());
    } else if (command instanceof Command.EndSend end) {
      kind(packer, Kind.END_SEND).putMessage(end.id())
          .putIfAny(end.idempotencyKey(), Packer::putText)
          .put(end.accepted());
    } else if (command instanceof Command.Offer offer) {
      kind(packer, Kind.OFFER);
      offer.message().pack(packer);
      packer.putNumber(offer.capacity())
          .putOneOf(Overflow.values(), offer.overflow()).putNumber(offer.now());
    } else if (command instanceof Command.ApplyReport news) {
      AnswerCodec.packReport(kind(packer, Kind.APPLY_REPORT), news.report());
    } else if (command instanceof Command.MarkRead read) {
      packIds(kind(packer, Kind.MARK_READ).putUser(read.reader()), read.ids())
          .putNumber(read.now());
    } else {
      return false;
    }
    return true;
  }

  private static boolean packReceiving(Packer packer, Command<?> command) {
    if (command instanceof Command.Take take) {
      kind(packer, Kind.TAKE).putNumber(take.max()).putNumber(take.now());
    } else if (command instanceof Command.Lease out) {
      var request = out.request();
      kind(packer, Kind.LEASE).putText(request.lease()).putNumber(request.max())
          .putNumber(request.now()).putNumber(request.until()).put(request.transit());
    } else if (command instanceof Command.PollNews poll) {
      kind(packer, Kind.POLL_NEWS).putLong(poll.after()).putLong(poll.change())
          .putNumber(poll.max()).putNumber(poll.now()).putLong(poll.leaseEnd());
    } else if (command instanceof Command.Acknowledge done) {
      kind(packer, Kind.ACKNOWLEDGE).putText(done.lease())
          .putIfAny(done.ids(), CommandCodec::packIds).putNumber(done.now());
    } else if (command instanceof Command.Release back) {
      kind(packer, Kind.RELEASE).putText(back.lease())
          .putIfAny(back.ids(), CommandCodec::packIds).putNumber(back.now());
    } else if (command instanceof Command.Peek peek) {
      kind(packer, Kind.PEEK).putNumber(peek.max()).putNumber(peek.now());
    } else if (command instanceof Command.ShowHeld held) {
      packIds(kind(packer, Kind.SHOW_HELD), held.ids()).putNumber(held.now());
    } else if (command instanceof Command.HasMail look) {
      kind(packer, Kind.HAS_MAIL).putNumber(look.now());
    } else {
      return false;
    }
    return true;
  }

  private static boolean packLooking(Packer packer, Command<?> command) {
    if (command instanceof Command.ShowUser) {
      kind(packer, Kind.SHOW_USER);
    } else if (command instanceof Command.ShowPresence) {
      kind(packer, Kind.SHOW_PRESENCE);
    } else if (command instanceof Command.ShowListed) {
      kind(packer, Kind.SHOW_LISTED);
    } else if (command instanceof Command.ShowReceipts) {
      kind(packer, Kind.SHOW_RECEIPTS);
    } else if (command instanceof Command.ShowOpenReceivers) {
      kind(packer, Kind.SHOW_OPEN_RECEIVERS);
    } else if (command instanceof Command.ShowAll show) {
      kind(packer, Kind.SHOW_ALL).putNumber(show.now());
    } else if (command instanceof Command.Copy copy) {
      kind(packer, Kind.COPY).putNumber(copy.now());
    } else if (command instanceof Command.Count count) {
      kind(packer, Kind.COUNT).putNumber(count.now());
    } else {
      return false;
    }
    return true;
  }

  private static void packBeing(Packer packer, Command<?> command) {
    if (command instanceof Command.Change change) {
      kind(packer, Kind.CHANGE).putIfAny(change.change().name(), Packer::putText)
          .putIfAny(change.change().image(), AccountCodec::packImage)
          .put(change.change().removesImage());
    } else if (command instanceof Command.StateConnections state) {
      packCounts(kind(packer, Kind.STATE_CONNECTIONS), state.counts());
      packer.putLong(state.leaseEnd()).putNumber(state.now());
    } else if (command instanceof Command.RetainMembers retain) {
      kind(packer, Kind.RETAIN_MEMBERS).putAll(retain.present(), Packer::putUuid)
          .putNumber(retain.now());
    } else if (command instanceof Command.Sweep sweep) {
      kind(packer, Kind.SWEEP).putNumber(sweep.now());
    } else {
      kind(packer, Kind.DELETE).putNumber(((Command.Delete) command).now());
    }
  }

  private static Packer kind(Packer packer, Kind kind) {
    return packer.putOneOf(Kind.values(), kind);
  }

  private static Packer packIds(Packer packer, Collection<MessageId> ids) {
    return packer.putAll(ids, Packer::putMessage);
  }

  private static Command<?> unpack(Kind kind, Unpacker from) {
    return switch (kind) {
      case SHOW_USER -> Command.ShowUser.INSTANCE;
      case CHANGE -> new Command.Change(new ProfileChange.Checked(text(from),
          from.getIfAny(AccountCodec::unpackImage), from.getBoolean()));
      case BEGIN_SEND -> new Command.BeginSend(from.getMessage(), from.getUser(), text(from),
          from.getBoolean(), from.getNumber(), from.getInt(), from.getInt());
      case END_SEND -> new Command.EndSend(from.getMessage(), text(from), from.getBoolean());
      case OFFER -> new Command.Offer(StoredMessage.unpack(from), from.getInt(),
          from.getOneOf(Overflow.values()), from.getNumber());
      case TAKE -> new Command.Take(from.getInt(), from.getNumber());
      case LEASE -> new Command.Lease(new LeaseRequest(from.getText(), from.getInt(),
          from.getNumber(), from.getNumber(), from.getBoolean()));
      case POLL_NEWS -> new Command.PollNews(from.getLong(), from.getLong(), from.getInt(),
          from.getNumber(), from.getLong());
      case STATE_CONNECTIONS -> new Command.StateConnections(
          unpackCounts(from), from.getLong(), from.getNumber());
      case RETAIN_MEMBERS -> new Command.RetainMembers(
          from.getAll(Unpacker::getUuid), from.getNumber());
      case SHOW_PRESENCE -> new Command.ShowPresence();
      case ACKNOWLEDGE -> new Command.Acknowledge(from.getText(), ids(from), from.getNumber());
      case RELEASE -> new Command.Release(from.getText(), ids(from), from.getNumber());
      case PEEK -> new Command.Peek(from.getInt(), from.getNumber());
      case HAS_MAIL -> new Command.HasMail(from.getNumber());
      case SWEEP -> new Command.Sweep(from.getNumber());
      case APPLY_REPORT -> new Command.ApplyReport(AnswerCodec.unpackReport(from));
      case MARK_READ -> new Command.MarkRead(
          from.getUser(), from.getAll(Unpacker::getMessage), from.getNumber());
      case SHOW_RECEIPTS -> new Command.ShowReceipts();
      case SHOW_OPEN_RECEIVERS -> new Command.ShowOpenReceivers();
      case SHOW_ALL -> new Command.ShowAll(from.getNumber());
      case COUNT -> new Command.Count(from.getNumber());
      case DELETE -> new Command.Delete(from.getNumber());
      case SHOW_LISTED -> new Command.ShowListed();
      case SHOW_HELD -> new Command.ShowHeld(
          from.getAll(Unpacker::getMessage), from.getNumber());
      case COPY -> new Command.Copy(from.getNumber());
    };
  }

  static void packCounts(Packer packer, ConnectionCounts counts) {
    packer.putUuid(counts.member()).putNumber(counts.sequence())
        .putNumber(counts.connections()).putNumber(counts.waits());
  }

  static ConnectionCounts unpackCounts(Unpacker from) {
    return new ConnectionCounts(from.getUuid(), from.getInt(), from.getInt(), from.getInt());
  }

  private static @Nullable String text(Unpacker from) {
    return from.getIfAny(Unpacker::getText);
  }

  private static @Nullable Collection<MessageId> ids(Unpacker from) {
    return from.getIfAny(some -> some.getAll(Unpacker::getMessage));
  }
}
