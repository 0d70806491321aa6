package io.ramtalk.server.internal.sms;

import io.ramtalk.RamTalk;
import io.ramtalk.RamTalkException;
import io.ramtalk.server.internal.access.CallbackTargets;
import io.ramtalk.server.internal.mail.FaultPlan;
import io.ramtalk.server.internal.mail.MessageSender;
import io.ramtalk.server.internal.wire.Masked;
import io.ramtalk.server.internal.wire.ProblemException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in for an SMS provider: messages of applications land in the mailboxes of the numbers at
 * once, and status callbacks report it.
 *
 * <p><b>Threads:</b> any number.
 */
public final class SmsProvider implements AutoCloseable {
  static final String API_VERSION = "2010-04-01";

  private static final Logger LOG = System.getLogger(SmsProvider.class.getName());
  private static final int QUEUE_OVERFLOW = 30001;

  private final RamTalk talk;
  private final @Nullable SmsAccount account;
  private final FaultPlan faults;
  private final Phones phones;
  private final SmsLog log;
  private final Verifications verifications;
  private final CallbackTargets targets;
  private final StatusCallbacks callbacks;

  /** Serves applications with the given account, or with any account if it is null. */
  public SmsProvider(MessageSender messageSender, @Nullable SmsAccount account, FaultPlan faults,
      CallbackTargets targets) {
    talk = messageSender.messenger();
    this.targets = targets;
    callbacks = new StatusCallbacks(targets);
    this.faults = faults;
    this.account = account;
    phones = new Phones(messageSender);
    log = new SmsLog(talk.operations().budget());
    verifications = new Verifications(talk.operations().budget(), () -> talk.now().toEpochMilli());
  }

  @Nullable SmsAccount account() {
    return account;
  }

  CallbackTargets targets() {
    return targets;
  }

  Phones phones() {
    return phones;
  }

  SmsLog log() {
    return log;
  }

  Verifications verifications() {
    return verifications;
  }

  Instant now() {
    return talk.now();
  }

  /** Returns the bytes counted against the byte budget. */
  long bytes() {
    return log.bytes() + verifications.bytes();
  }

  /** Returns a new SID, such as SM and 32 hexadecimal digits. */
  static String sid(String prefix) {
    return prefix + UUID.randomUUID().toString().replace("-", "");
  }

  /** Sends a message; rejects it if the mailbox does. */
  SmsMessage send(SmsMessage.Order order) {
    var message = new SmsMessage(order, sid("SM"), talk.now());
    var delay = faults.code();
    log.add(message);
    if (!delay.isZero()) {
      talk.delivery().timer(delay, () -> bringLate(message));
      return message;
    }
    try {
      phones.bring(order.sender(), order.to(), order.body());
    } catch (RamTalkException | ProblemException e) {
      log.forget(message.sid());
      throw e;
    }
    tell(message, SmsMessage.State.DELIVERED, null);
    return message;
  }

  /** Sends a code, which is not listed among the account's messages. */
  void sendCode(Verifications.Verification verification, String sender, String text) {
    var delay = faults.code();
    if (!delay.isZero()) {
      talk.delivery().timer(delay, () -> bringLate(sender, verification.key().mobile(), text));
      return;
    }
    try {
      phones.bring(sender, verification.key().mobile(), text);
    } catch (RamTalkException | ProblemException e) {
      verifications.rollback(verification);
      throw e;
    }
  }

  /** Removes everything that was sent. */
  void clear() {
    log.clear();
    verifications.clear();
  }

  @Override
  public void close() {
    callbacks.close();
    clear();
  }

  /** Delivers a delayed message; it is too late to reject it, so a failure makes it undelivered. */
  private void bringLate(SmsMessage message) {
    var order = message.order();
    if (bringLate(order.sender(), order.to(), order.body())) {
      tell(message, SmsMessage.State.DELIVERED, null);
    } else {
      tell(message, SmsMessage.State.UNDELIVERED, QUEUE_OVERFLOW);
    }
  }

  private boolean bringLate(String sender, String to, String text) {
    try {
      phones.bring(sender, to, text);
      return true;
    } catch (RamTalkException | ProblemException e) {
      LOG.log(Level.WARNING, "A delayed SMS to " + Masked.mobile(to) + " was rejected: "
          + e.getClass().getSimpleName());
      return false;
    }
  }

  private void tell(SmsMessage message, SmsMessage.State end, @Nullable Integer errorCode) {
    var sent = new SmsMessage.Progress(SmsMessage.State.SENT, talk.now(), null);
    var ended = new SmsMessage.Progress(end, talk.now(), errorCode);
    message.come(ended);
    if (message.order().callback() != null) {
      callbacks.tell(callback(message, sent), callback(message, ended));
    }
  }

  private static StatusCallbacks.Callback callback(
      SmsMessage message, SmsMessage.Progress progress) {
    var order = message.order();
    var status = progress.state().name().toLowerCase(Locale.ROOT);
    var fields = new TreeMap<String, String>();
    fields.put("AccountSid", order.account().sid());
    fields.put("ApiVersion", API_VERSION);
    fields.put("MessageSid", message.sid());
    fields.put("MessageStatus", status);
    fields.put("SmsSid", message.sid());
    fields.put("SmsStatus", status);
    fields.put("To", order.to());
    if (order.from() != null) {
      fields.put("From", order.from());
    }
    if (order.serviceSid() != null) {
      fields.put("MessagingServiceSid", order.serviceSid());
    }
    if (progress.errorCode() != null) {
      fields.put("ErrorCode", String.valueOf(progress.errorCode()));
    }
    return new StatusCallbacks.Callback(
        Objects.requireNonNull(order.callback()), order.account().token(), fields);
  }
}
