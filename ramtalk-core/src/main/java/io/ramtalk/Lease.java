package io.ramtalk;

import java.time.Instant;
import java.util.List;

/**
 * Messages that were handed out for a time: nobody else gets them until they are acknowledged
 * (which deletes them), released, or the time is up.
 *
 * @param id the name to acknowledge and release by
 * @param until when they go back to their places
 * @param messages the messages, oldest first
 */
public record Lease(String id, Instant until, List<Message> messages) {}
