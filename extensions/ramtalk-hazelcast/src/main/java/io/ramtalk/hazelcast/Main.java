package io.ramtalk.hazelcast;

/** The entry point of a server that is a member of a cluster. */
public final class Main {
  private Main() {}

  /**
   * Runs the server until the process is stopped.
   *
   * @param args the options of a server and of a cluster; {@code --help} lists them
   */
  public static void main(String[] args) {
    io.ramtalk.server.command.Main.run(new ClusterFlags(), args);
  }
}
