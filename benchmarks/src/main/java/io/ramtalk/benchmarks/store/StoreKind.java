package io.ramtalk.benchmarks.store;

/** The compared stores. */
public enum StoreKind {
  /** RAMTalk through its public API. */
  RAMTALK,
  /** A map of queues, as one would write it without RAMTalk. */
  QUEUES;

  Store<?> create() {
    return this == RAMTALK ? new RamTalkStore() : new QueueStore();
  }
}
