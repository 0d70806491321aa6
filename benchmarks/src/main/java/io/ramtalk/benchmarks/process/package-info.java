/** Processes under measurement: start, pinning, memory and files. */
@NullMarked
package io.ramtalk.benchmarks.process;

import org.jspecify.annotations.NullMarked;
