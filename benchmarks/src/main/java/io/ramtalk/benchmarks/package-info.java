/**
 * What the store costs in time, beside the obvious alternative: {@link
 * io.ramtalk.benchmarks.StoreBenchmarks} measures it.
 */
@NullMarked
package io.ramtalk.benchmarks;

import org.jspecify.annotations.NullMarked;
