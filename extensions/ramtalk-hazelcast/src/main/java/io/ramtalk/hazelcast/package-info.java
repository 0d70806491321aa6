/** Accounts in the RAM of several machines, each with backups. */
@NullMarked
package io.ramtalk.hazelcast;

import org.jspecify.annotations.NullMarked;
