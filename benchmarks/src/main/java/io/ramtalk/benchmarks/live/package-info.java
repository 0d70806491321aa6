/** Live delivery beside a bare echo, slow readers and idle connections. */
@NullMarked
package io.ramtalk.benchmarks.live;

import org.jspecify.annotations.NullMarked;
