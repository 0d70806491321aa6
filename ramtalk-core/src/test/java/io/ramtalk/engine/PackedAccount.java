package io.ramtalk.engine;

import io.ramtalk.UserId;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * An account in its encoded form, part by part, so that a test can replace any part by a value that
 * no account has. It has one leased message, one receipt and one idempotency key.
 */
public final class PackedAccount {
  private static final UserId ID = UserId.parse("6f1e7c5a-1c7d-4b7e-9a53-2f6f0c8d9e10");

  private final Map<String, byte[]> parts = new LinkedHashMap<>();

  /** Creates the encoded form of a valid account. */
  public PackedAccount() {
    user("id", ID).text("given", "017-11111111").text("canonical", "01711111111")
        .text("name", "Ana").flag("image", false)
        .with("since", to -> to.putInstant(Instant.EPOCH));
    flag("mailbox", true).number("leases", 1).text("lease", "lease-1").number("live lease", -1);
    number("messages", 1).fixed("id of message", 7).number("sent at", 1_000).user("from", ID)
        .text("text", "Hello").flag("picture", false).fixed("expires at", Engine.NEVER)
        .fixed("destructs after", Engine.NEVER).number("delivery count", 1)
        .number("sequence", 3).number("lease of message", 0).fixed("lease until", 9_000)
        .fixed("seen at", 2_000).number("deliveries", 1).flag("hidden", true)
        .flag("in transit", false);
    number("last sequence", 3).number("last shown", 0).fixed("next change", 9_000);
    flag("outbox", true).number("rows", 1).number("receipts", 1).fixed("id of receipt", 7)
        .user("to", ID).fixed("receipt sent at", 1_000).fixed("delivered at", Engine.NEVER)
        .fixed("ended at", Engine.NEVER).fixed("state", 0);
    flag("keys", true).number("key count", 1).text("key", "key-1").fixed("id of key", 7)
        .user("receiver of key", ID).flag("accepted", true).number("max keys", 8);
    number("last change", 0).number("max receipts", 8);
    fixed("last seen", 1_000).number("last ended", 0).number("connections", 0);
  }

  /** Replaces a text. */
  public PackedAccount text(String part, String value) {
    return with(part, to -> to.putText(value));
  }

  /** Replaces a number of variable length. */
  public PackedAccount number(String part, long value) {
    return with(part, to -> to.putNumber(value));
  }

  /** Replaces a number of eight bytes. */
  public PackedAccount fixed(String part, long value) {
    return with(part, to -> to.putLong(value));
  }

  /** Replaces a boolean. */
  public PackedAccount flag(String part, boolean value) {
    return with(part, to -> to.put(value));
  }

  /** Replaces the id of a user. */
  public PackedAccount user(String part, UserId value) {
    return with(part, to -> to.putUser(value));
  }

  /** Replaces a part by other bytes. */
  public PackedAccount raw(String part, int... values) {
    return with(part, to -> {
      for (int value : values) {
        to.put(value);
      }
    });
  }

  private PackedAccount with(String part, Consumer<Packer> value) {
    var packer = new Packer();
    value.accept(packer);
    parts.put(part, packer.toBytes());
    return this;
  }

  /** Returns all parts in the order of the format. */
  public byte[] toBytes() {
    var bytes = new ByteArrayOutputStream();
    parts.values().forEach(bytes::writeBytes);
    return bytes.toByteArray();
  }
}
