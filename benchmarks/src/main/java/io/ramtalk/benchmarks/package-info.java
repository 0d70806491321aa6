/**
 * Benchmarks of RAMTalk, with simple alternatives for comparison: {@link
 * io.ramtalk.benchmarks.StoreBenchmarks} measures time, {@link io.ramtalk.benchmarks.Footprint}
 * measures memory.
 */
@NullMarked
package io.ramtalk.benchmarks;

import org.jspecify.annotations.NullMarked;
