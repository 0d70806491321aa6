package io.ramtalk.hazelcast;

/** The types that members send to each other. The order is part of the protocol. */
enum SerializedType {
  STORED_ACCOUNT,
  USER_SEQUENCE,
  OUTCOME,
  HINT_BATCH,
  COMMAND_PROCESSOR,
  CREATE_PROCESSOR,
  REMOVE_PROCESSOR,
  LOOK_PROCESSOR,
  SETTLE_PROCESSOR,
  REGISTER_PROCESSOR,
  SWAP_PROCESSOR,
  LEASE_RENEWAL_TASK,
  MARKED_SWAP_PROCESSOR,
  SHARED_VALUE
}
