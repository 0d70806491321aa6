package io.ramtalk.hazelcast;

/** Starts a server that is a member of a cluster, from a shell. */
public final class Main {
  private Main() {}

  /**
   * Runs until the process is told to stop.
   *
   * @param args the flags of a server, and those of a cluster; {@code --help} lists them
   */
  public static void main(String[] args) {
    io.ramtalk.server.Main.run(new ClusterFlags(), args);
  }
}
