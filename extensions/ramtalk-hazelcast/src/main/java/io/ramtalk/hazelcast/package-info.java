/** Accounts in the RAM of several machines, each on two of them. */
@NullMarked
package io.ramtalk.hazelcast;

import org.jspecify.annotations.NullMarked;
