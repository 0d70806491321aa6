package io.ramtalk.engine;

import io.ramtalk.Image;
import io.ramtalk.Limits;
import io.ramtalk.Mobile;
import io.ramtalk.User;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * The encoding of accounts as bytes, for engines that store them in several processes. A decoded
 * account behaves exactly like the encoded one.
 *
 * <p>The first byte is the format version; other versions are rejected. It changes with every
 * change to the stored state.
 *
 * <p><b>Threads:</b> one at a time per account. <b>Cost:</b> O(bytes).
 */
public final class AccountCodec {
  /** The version of the format in which accounts are encoded. */
  public static final int VERSION = 2;

  private static final int MAX_NAME_CHARS = 2 * Limits.MAX_NAME_CHARACTERS;

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

  /**
   * Writes an account to a stream.
   *
   * @param account the account, as for {@link #encode}
   * @param out the destination, which should be buffered
   * @throws IOException if the destination fails
   */
  public static void write(Account account, OutputStream out) throws IOException {
    try {
      var packer = new Packer(out);
      account.pack(packer);
      packer.flush();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * A reader of the accounts that {@link #write} wrote one after another.
   *
   * <p><b>Threads:</b> one at a time.
   */
  public static final class Reader {
    private final Unpacker accounts;

    /**
     * Starts to read accounts. In contrast to {@link #decode}, no byte tells the version.
     *
     * @param in the source, which contains accounts alone and is read to its end
     * @param version the {@link #VERSION} with which the accounts were written
     * @throws IllegalArgumentException if the version is unknown
     */
    public Reader(InputStream in, int version) {
      Unpacker.require(version == VERSION, "Unknown version of accounts: " + version);
      accounts = new Unpacker(in);
    }

    /**
     * Reads an account.
     *
     * @return an account that behaves like the one that was written; null at the end
     * @throws IllegalArgumentException if the next bytes are not an account
     * @throws IOException if the source fails
     */
    public @Nullable Account next() throws IOException {
      try {
        return accounts.hasMore() ? Account.unpack(accounts) : null;
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }
  }

  static void packUser(Packer packer, User user) {
    packer.putUser(user.id()).putText(user.mobile().given()).putText(user.mobile().canonical())
        .putText(user.name()).putIfAny(user.image(), AccountCodec::packImage)
        .putInstant(user.since());
  }

  static User unpackUser(Unpacker unpacker) {
    var id = unpacker.getUser();
    var given = unpacker.getText();
    Unpacker.require(given.length() <= Mobile.MAX_GIVEN_CHARS, "Number is too long");
    var canonical = unpacker.getText();
    var mobile = new Mobile(given, canonical.equals(given) ? given : canonical);
    var name = unpacker.getText();
    Unpacker.require(name.length() <= MAX_NAME_CHARS, "Name is too long");
    var image = unpacker.getIfAny(AccountCodec::unpackImage);
    return new User(id, mobile, name, image, unpacker.getInstant());
  }

  static void packImage(Packer packer, Image image) {
    packer.putBytes(image.bytes());
  }

  static Image unpackImage(Unpacker unpacker) {
    return Image.restore(unpacker.getBytes());
  }
}
