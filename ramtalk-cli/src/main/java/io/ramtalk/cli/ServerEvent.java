package io.ramtalk.cli;

/**
 * One event of a stream.
 *
 * @param type what happened
 * @param data what the server says about it
 * @param id what to say when the stream is asked for again, or empty
 */
record ServerEvent(String type, String data, String id) {}
