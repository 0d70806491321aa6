/**
 * The SMS facade, which responds to applications under test as Twilio does.
 *
 * <p>Imports {@code wire}, {@code access}, {@code http}, {@code mail} and {@code live}.
 */
@NullMarked
package io.ramtalk.server.internal.sms;

import org.jspecify.annotations.NullMarked;
