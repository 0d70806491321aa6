package io.ramtalk.server;

import io.ramtalk.RamTalk;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Describes a {@link RamTalkServer}.
 *
 * <p><b>Threads:</b> one at a time.
 */
public final class RamTalkServerBuilder {
  /** The address that is listened on unless another is set: this machine alone. */
  public static final String DEFAULT_HOST = "127.0.0.1";

  /** The port that is listened on unless another is set. */
  public static final int DEFAULT_PORT = 8000;

  private static final int MAX_PORT = 65_535;

  private @Nullable RamTalk messenger;
  private String host = DEFAULT_HOST;
  private int port = DEFAULT_PORT;
  private boolean insecureOpen;
  private Heartbeat heartbeat = Heartbeat.DEFAULT;

  RamTalkServerBuilder() {}

  /**
   * Sets what is served.
   *
   * @param newMessenger the messenger, which its owner closes; a new one, closed with the server,
   *     unless set
   * @return this builder
   */
  public RamTalkServerBuilder messenger(RamTalk newMessenger) {
    messenger = newMessenger;
    return this;
  }

  /**
   * Sets the address to listen on.
   *
   * @param newHost a host name or address of this machine, {@value #DEFAULT_HOST} unless set
   * @return this builder
   */
  public RamTalkServerBuilder host(String newHost) {
    host = newHost;
    return this;
  }

  /**
   * Sets the port to listen on.
   *
   * @param newPort 0 to 65,535, {@value #DEFAULT_PORT} unless set; 0 takes any free port
   * @return this builder
   */
  public RamTalkServerBuilder port(int newPort) {
    port = newPort;
    return this;
  }

  /**
   * Allows addresses that other machines reach, although nobody has to prove who they are.
   *
   * @param allowed false unless set
   * @return this builder
   */
  public RamTalkServerBuilder insecureOpen(boolean allowed) {
    insecureOpen = allowed;
    return this;
  }

  /** Sets how live connections are kept from going silent. */
  RamTalkServerBuilder heartbeat(Heartbeat newHeartbeat) {
    heartbeat = newHeartbeat;
    return this;
  }

  /**
   * Creates the server; it does not listen yet.
   *
   * @return a server to start
   * @throws IllegalArgumentException if the host is unknown, the port out of range, or the
   *     address can be reached by other machines and {@link #insecureOpen} is not set
   */
  public RamTalkServer build() {
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("port must be 0 to " + MAX_PORT + ": " + port);
    }
    var bind = new InetSocketAddress(host, port);
    if (bind.isUnresolved()) {
      throw new IllegalArgumentException("Unknown host: " + host);
    }
    if (!bind.getAddress().isLoopbackAddress() && !insecureOpen) {
      throw new IllegalArgumentException("Anyone who reaches " + host
          + " could read every mailbox. Listen on " + DEFAULT_HOST
          + ", or say --insecure-open (insecureOpen(true)) if that is what you want");
    }
    return messenger == null
        ? new RamTalkServer(RamTalk.create(), true, bind, heartbeat)
        : new RamTalkServer(messenger, false, bind, heartbeat);
  }
}
