/** Requests over HTTP: servers to compare, load, profiles, start and lists of users. */
@NullMarked
package io.ramtalk.benchmarks.http;

import org.jspecify.annotations.NullMarked;
