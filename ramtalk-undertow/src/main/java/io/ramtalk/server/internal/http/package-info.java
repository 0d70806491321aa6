/**
 * The connection and the exchange: listener, request framing, limits, router and error mapper.
 *
 * <p>Imports {@code wire} and {@code access}.
 */
@NullMarked
package io.ramtalk.server.internal.http;

import org.jspecify.annotations.NullMarked;
