package io.ramtalk;

/** A snapshot that cannot be read. Nothing of it was kept. */
public final class InvalidSnapshot extends RamTalkException {
  private static final long serialVersionUID = 1L;

  private InvalidSnapshot(String code, String message) {
    super(code, message);
  }

  /**
   * Creates the exception for bytes that do not start like a snapshot.
   *
   * @return an exception with code {@code snapshot_unknown}
   */
  public static InvalidSnapshot unknown() {
    return new InvalidSnapshot("snapshot_unknown", "Not a snapshot of RAMTalk");
  }

  /**
   * Creates the exception for a snapshot in a newer format.
   *
   * @param version the format version of the snapshot
   * @param known the latest version that can be read
   * @return an exception with code {@code snapshot_too_new}
   */
  public static InvalidSnapshot tooNew(int version, int known) {
    return new InvalidSnapshot("snapshot_too_new", "Snapshot has format version " + version
        + ", but this version of RAMTalk reads only versions up to " + known);
  }

  /**
   * Creates the exception for a snapshot that ends too early.
   *
   * @param bytes the number of bytes that it has
   * @return an exception with code {@code snapshot_truncated}
   */
  public static InvalidSnapshot truncated(long bytes) {
    return new InvalidSnapshot(
        "snapshot_truncated", "Snapshot is incomplete: it ends after " + bytes + " bytes");
  }

  /**
   * Creates the exception for a snapshot that was changed after it was written.
   *
   * @param position the number of bytes read so far; the fault is in the record that ends there
   * @param fault what is wrong
   * @return an exception with code {@code snapshot_damaged}
   */
  public static InvalidSnapshot damaged(long position, String fault) {
    return new InvalidSnapshot("snapshot_damaged",
        "Snapshot is damaged before byte " + position + ": " + fault);
  }
}
