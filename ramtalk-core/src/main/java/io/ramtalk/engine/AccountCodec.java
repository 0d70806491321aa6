package io.ramtalk.engine;

import io.ramtalk.Image;
import io.ramtalk.Mobile;
import io.ramtalk.User;

/**
 * The encoding of accounts as bytes, for engines that store them in several processes. A decoded
 * account behaves exactly like the encoded one.
 *
 * <p>The first byte is the format version; other versions are rejected. It changes with every
 * change to the stored state: accounts live in RAM, so no old encodings have to be read.
 *
 * <p><b>Threads:</b> one at a time per account. <b>Cost:</b> O(bytes).
 */
public final class AccountCodec {
  private static final int VERSION = 2;

  private AccountCodec() {}

  /**
   * Encodes an account.
   *
   * @param account the account, whose effects have already been taken
   * @return the encoded account
   */
  public static byte[] encode(Account account) {
    var packer = new Packer().put(VERSION);
    account.pack(packer);
    return packer.toBytes();
  }

  /**
   * Decodes an account.
   *
   * @param bytes the result of {@link #encode}
   * @return an account that behaves like the encoded one
   * @throws IllegalArgumentException if the bytes have another version or are not an account
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
    packer.putBytes(image.bytes());
  }

  static Image unpackImage(Unpacker unpacker) {
    return Image.restore(unpacker.getBytes());
  }
}
