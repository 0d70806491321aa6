/**
 * What the store costs in time and in memory, beside the obvious alternative: {@link
 * io.ramtalk.benchmarks.StoreBenchmarks} measures time, {@link io.ramtalk.benchmarks.Footprint}
 * measures bytes.
 */
@NullMarked
package io.ramtalk.benchmarks;

import org.jspecify.annotations.NullMarked;
