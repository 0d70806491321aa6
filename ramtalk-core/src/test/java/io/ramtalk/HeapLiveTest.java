package io.ramtalk;

import io.ramtalk.engine.Engine;

final class HeapLiveTest extends LiveContract {
  @Override
  Engine newEngine() {
    return Engine.onHeap();
  }
}
