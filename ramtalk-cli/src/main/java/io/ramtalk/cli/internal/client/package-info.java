/**
 * The client of a RAMTalk server: requests, live connections, tokens, certificates and retries.
 *
 * <p>Imports no other package of the command line.
 */
@NullMarked
package io.ramtalk.cli.internal.client;

import org.jspecify.annotations.NullMarked;
