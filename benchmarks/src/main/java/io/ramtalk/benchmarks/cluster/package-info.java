/** The library on one member of a cluster and on three. */
@NullMarked
package io.ramtalk.benchmarks.cluster;

import org.jspecify.annotations.NullMarked;
