/**
 * Messages over HTTP: send, receive, lease, receipts and long polls.
 *
 * <p>Imports {@code wire}, {@code access} and {@code http}.
 */
@NullMarked
package io.ramtalk.server.internal.mail;

import org.jspecify.annotations.NullMarked;
