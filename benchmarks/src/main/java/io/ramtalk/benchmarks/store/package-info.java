/** The store beside a map of queues: speed, memory and growth. */
@NullMarked
package io.ramtalk.benchmarks.store;

import org.jspecify.annotations.NullMarked;
