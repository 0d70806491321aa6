package io.ramtalk.cli.internal.client;

/**
 * One event of an event stream.
 *
 * @param type the event type
 * @param data the data, as JSON
 * @param id the event id for resuming the stream, or empty
 */
public record ServerEvent(String type, String data, String id) {}
