/**
 * Benchmarks of RAMTalk, with simple alternatives for comparison. {@link
 * io.ramtalk.benchmarks.store.StoreBenchmarks} measures time and {@link
 * io.ramtalk.benchmarks.store.Footprint} measures memory.
 */
@NullMarked
package io.ramtalk.benchmarks;

import org.jspecify.annotations.NullMarked;
