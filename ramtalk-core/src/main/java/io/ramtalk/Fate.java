package io.ramtalk;

/**
 * News of one message for its sender's account, from the account of its receiver.
 *
 * @param sender who sent the message
 * @param id the message
 * @param state what became of it
 * @param time when, on the messenger's timeline, in milliseconds
 */
public record Fate(UserId sender, MessageId id, Receipt.State state, long time) {}
