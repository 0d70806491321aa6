package io.ramtalk;

/**
 * Turns accounts into bytes and back, for engines that keep them in several processes. An account
 * that was read answers every command as the one that was written.
 *
 * <p>The first byte is the version of the form, so that another one is refused and not misread. It
 * changes whenever what an account keeps does: accounts live in RAM, and so do their bytes.
 *
 * <p><b>Threads:</b> one at a time for each account. <b>Cost:</b> O(bytes).
 */
public final class AccountCodec {
  private static final int VERSION = 2;

  private AccountCodec() {}

  /**
   * Writes an account.
   *
   * @param account the account, whose effects were taken out
   * @return its bytes
   */
  public static byte[] encode(Account account) {
    var packer = new Packer().put(VERSION);
    account.pack(packer);
    return packer.toBytes();
  }

  /**
   * Reads an account.
   *
   * @param bytes what {@link #encode} returned
   * @return an account that is equal in all it does
   * @throws IllegalArgumentException if the bytes are of another version, or no account
   */
  public static Account decode(byte[] bytes) {
    var unpacker = new Unpacker(bytes).version(VERSION);
    return unpacker.end(Account.unpack(unpacker));
  }

  static void packUser(Packer packer, User user) {
    packer.putUser(user.id()).putText(user.mobile().given()).putText(user.mobile().canonical())
        .putText(user.name()).putIfAny(user.image(), AccountCodec::packImage)
        .putInstant(user.since());
  }

  static User unpackUser(Unpacker unpacker) {
    var id = unpacker.getUser();
    var given = unpacker.getText();
    var canonical = unpacker.getText();
    return new User(id, new Mobile(given, canonical.equals(given) ? given : canonical),
        unpacker.getText(), unpacker.getIfAny(AccountCodec::unpackImage), unpacker.getInstant());
  }

  static void packImage(Packer packer, Image image) {
    packer.putBytes(image.file());
  }

  static Image unpackImage(Unpacker unpacker) {
    return Image.ofChecked(unpacker.getBytes());
  }
}
