package io.ramtalk;

import java.time.Instant;
import java.util.List;

/**
 * Messages leased for a time: hidden from other receivers until they are acknowledged (which
 * deletes them), released, or the lease expires.
 *
 * @param id the id for acknowledging and releasing
 * @param until the time at which the messages return to their places
 * @param messages the messages, oldest first
 */
public record Lease(String id, Instant until, List<Message> messages) {}
