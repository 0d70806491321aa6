package io.ramtalk;

import io.ramtalk.internal.snapshot.SnapshotHeader;
import java.util.HexFormat;

/**
 * The beginning of a messenger: a new one, or the continuation of an earlier one.
 *
 * @param epoch the epoch of its memory: 16 hexadecimal digits
 * @param time the earliest time of its timeline, in milliseconds
 * @param ahead the least difference by which its timeline is ahead of the clock, in milliseconds
 */
record Beginning(String epoch, long time, long ahead) {
  static Beginning ofNew() {
    return new Beginning(
        HexFormat.of().toHexDigits(UserId.random().low()), Long.MIN_VALUE, 0);
  }

  static Beginning after(SnapshotHeader header) {
    return new Beginning(header.epoch(), header.time(), header.ahead());
  }
}
