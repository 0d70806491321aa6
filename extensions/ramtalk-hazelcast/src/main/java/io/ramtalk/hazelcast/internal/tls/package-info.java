/** TLS between the members of a cluster. */
@NullMarked
package io.ramtalk.hazelcast.internal.tls;

import org.jspecify.annotations.NullMarked;
