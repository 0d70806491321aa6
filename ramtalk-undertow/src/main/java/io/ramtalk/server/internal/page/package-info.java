/**
 * The files of the chat page and of the API documentation.
 *
 * <p>Imports {@code wire}, {@code access} and {@code http}.
 */
@NullMarked
package io.ramtalk.server.internal.page;

import org.jspecify.annotations.NullMarked;
