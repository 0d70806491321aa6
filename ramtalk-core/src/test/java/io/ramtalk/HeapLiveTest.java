package io.ramtalk;

final class HeapLiveTest extends LiveContract {
  @Override
  Engine newEngine() {
    return new HeapEngine();
  }
}
