package io.ramtalk.engine;

/** Access to the inside of a heap engine, for tests of other packages. */
public final class EngineInsight {
  private EngineInsight() {}

  /** Returns the bytes of all accounts, counted one by one. */
  public static long countedBytes(Engine engine) {
    return ((HeapEngine) engine).countedBytes();
  }
}
