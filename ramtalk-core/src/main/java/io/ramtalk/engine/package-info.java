/**
 * What an engine needs: the accounts and their rules, the commands that change them, their encoded
 * forms, and the engine that stores accounts on the heap.
 */
@org.jspecify.annotations.NullMarked
package io.ramtalk.engine;
