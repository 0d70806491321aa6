package io.ramtalk;

final class HeapEngineTest extends EngineContract {
  @Override
  protected Engine newEngine() {
    return new HeapEngine();
  }
}
