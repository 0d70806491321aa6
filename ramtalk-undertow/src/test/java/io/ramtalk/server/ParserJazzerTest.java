package io.ramtalk.server;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * The parsers of {@link ParserTarget} under Jazzer, a fuzzer guided by branch coverage (libFuzzer).
 * The ordinary build replays the seeds and earlier failures stored in the test resources;
 * {@code JAZZER_FUZZ=1} searches for new failures.
 */
final class ParserJazzerTest {
  @FuzzTest
  void multipart(byte[] input) {
    ParserTarget.MULTIPART.readOrRefuse(input);
  }

  @FuzzTest
  void urlencoded(byte[] input) {
    ParserTarget.URLENCODED.readOrRefuse(input);
  }

  @FuzzTest
  void json(byte[] input) {
    ParserTarget.JSON.readOrRefuse(input);
  }

  @FuzzTest
  void mobile(byte[] input) {
    ParserTarget.MOBILE.readOrRefuse(input);
  }

  @FuzzTest
  void image(byte[] input) {
    ParserTarget.IMAGE.readOrRefuse(input);
  }

  @FuzzTest
  void address(byte[] input) {
    ParserTarget.ADDRESS.readOrRefuse(input);
  }

  @FuzzTest
  void host(byte[] input) {
    ParserTarget.HOST.readOrRefuse(input);
  }

  @FuzzTest
  void forwardedFor(byte[] input) {
    ParserTarget.FORWARDED_FOR.readOrRefuse(input);
  }

  @FuzzTest
  void frame(byte[] input) {
    ParserTarget.FRAME.readOrRefuse(input);
  }

  @FuzzTest
  void snapshot(byte[] input) {
    ParserTarget.SNAPSHOT.readOrRefuse(input);
  }
}
