/**
 * The command line of the server: flags, environment variables, start and stop.
 *
 * <p>Imports every other room. Nothing imports it, except a module that adds flags of its own.
 */
@NullMarked
package io.ramtalk.server.command;

import org.jspecify.annotations.NullMarked;
