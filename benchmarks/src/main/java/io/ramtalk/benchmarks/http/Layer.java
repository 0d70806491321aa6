package io.ramtalk.benchmarks.http;

import java.util.List;
import java.util.stream.Stream;

/** The owners of code in a profile. */
enum Layer {
  HANDLERS("RAMTalk's server, or the bare handler", "io.ramtalk.server.", "io.ramtalk.benchmarks."),
  CORE("RAMTalk's library", "io.ramtalk."),
  JACKSON("Jackson", "com.fasterxml.jackson."),
  UNDERTOW("Undertow and XNIO", "io.undertow.", "org.xnio.", "org.jboss."),
  JDK("the JDK on its own");

  private final String title;
  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable.
  private final List<String> packages;

  Layer(String title, String... packages) {
    this.title = title;
    this.packages = List.of(packages);
  }

  /** Returns the name in reports. */
  String title() {
    return title;
  }

  /** Returns whether a method belongs to the JDK. */
  static boolean isJdk(String frame) {
    return owner(frame).findFirst().isEmpty();
  }

  /** Returns the owner of a stack. Methods of the JDK count for their caller. */
  static Layer of(List<String> frames) {
    return frames.stream().flatMap(Layer::owner).findFirst().orElse(JDK);
  }

  private static Stream<Layer> owner(String frame) {
    return Stream.of(values())
        .filter(layer -> layer.packages.stream().anyMatch(frame::startsWith)).limit(1);
  }
}
