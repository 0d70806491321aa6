package io.ramtalk.internal.snapshot;

import java.nio.charset.StandardCharsets;

/**
 * The framing of a snapshot: 8 bytes of text, followed by records. A record consists of
 *
 * <ul>
 *   <li>the number of content bytes, 4 bytes, at most {@value #MAX_CONTENT_BYTES};
 *   <li>its kind, 1 byte;
 *   <li>its content;
 *   <li>a checksum, 4 bytes: the CRC-32C (RFC 3720) of all records so far, each with its first two
 *       parts but without its checksum. So a missing or moved record is found, too.
 * </ul>
 *
 * <p>Integers are big-endian. The first record is the header: the format version (4 bytes) and a
 * {@link SnapshotHeader}. The contents of the following accounts records, taken together, are the
 * accounts in order of registration; an account may continue in the next record. The last record is
 * the trailer: the numbers of accounts and of messages, the latest message id, and the time of the
 * last account (8 bytes each).
 */
final class SnapshotFormat {
  /** The latest version, and the one that is written. */
  static final int VERSION = 1;

  static final int MAX_CONTENT_BYTES = 64 << 10;

  /** The bytes of a record in front of its content. */
  static final int HEAD_BYTES = 5;

  static final int CHECKSUM_BYTES = 4;
  static final int HEADER = 1;
  static final int ACCOUNTS = 2;
  static final int TRAILER = 3;

  private static final String MAGIC = "RAMTalk\n";

  private SnapshotFormat() {}

  /** Returns the first bytes of a snapshot. */
  static byte[] magic() {
    return MAGIC.getBytes(StandardCharsets.US_ASCII);
  }
}
