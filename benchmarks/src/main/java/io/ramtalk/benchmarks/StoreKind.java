package io.ramtalk.benchmarks;

/** The stores that are compared. */
public enum StoreKind {
  /** RAMTalk through its public API. */
  RAMTALK,
  /** A map of queues, as it would be written without RAMTalk. */
  QUEUES;

  Store<?> create() {
    return this == RAMTALK ? new RamTalkStore() : new QueueStore();
  }
}
