/**
 * Live delivery over WebSocket and event streams.
 *
 * <p>Imports {@code wire}, {@code access}, {@code http} and {@code mail}.
 */
@NullMarked
package io.ramtalk.server.internal.live;

import org.jspecify.annotations.NullMarked;
