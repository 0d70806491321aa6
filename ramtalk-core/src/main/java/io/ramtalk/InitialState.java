package io.ramtalk;

import io.ramtalk.internal.snapshot.SnapshotHeader;
import java.util.HexFormat;

/**
 * The state in which a messenger starts, apart from its users: that of a new one, or that of an
 * earlier one.
 *
 * @param epoch the epoch of its memory: 16 hexadecimal digits
 * @param time the earliest time of its timeline, in milliseconds
 * @param ahead the least difference by which its timeline is ahead of the clock, in milliseconds
 */
record InitialState(String epoch, long time, long ahead) {
  static InitialState ofNew() {
    return new InitialState(
        HexFormat.of().toHexDigits(UserId.random().low()), Long.MIN_VALUE, 0);
  }

  static InitialState after(SnapshotHeader header) {
    return new InitialState(header.epoch(), header.time(), header.ahead());
  }
}
