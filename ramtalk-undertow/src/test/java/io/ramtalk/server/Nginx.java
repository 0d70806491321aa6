package io.ramtalk.server;

import io.ramtalk.Eventually;
import io.ramtalk.Tools;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** The nginx of this machine, as a proxy that serves a server below {@code /chat/}. */
final class Nginx implements AutoCloseable {
  private static final String CONFIG = """
      daemon off;
      master_process off;
      pid pid;
      events {}
      http {
        access_log off;
        client_body_temp_path client_body;
        proxy_temp_path proxy;
        fastcgi_temp_path fastcgi;
        uwsgi_temp_path uwsgi;
        scgi_temp_path scgi;
        server {
          listen 127.0.0.1:%d;
          location /chat/ {
            proxy_pass http://127.0.0.1:%d/;
            %s
          }
        }
      }
      """;

  private final int port;
  private final Path folder = Files.createTempDirectory("ramtalk-nginx");
  private final Process process;

  /** Starts nginx on a port; {@code lines} are added to its location block. */
  Nginx(int port, int serverPort, List<String> lines) throws Exception {
    this.port = port;
    var config = Files.writeString(folder.resolve("nginx.conf"),
        CONFIG.formatted(port, serverPort, String.join("\n      ", lines)));
    process = new ProcessBuilder(Tools.require("nginx").toString(), "-p", folder + "/",
        "-c", config.toString(), "-e", "stderr").redirectErrorStream(true)
        .redirectOutput(Redirect.to(folder.resolve("log").toFile())).start();
    Eventually.that("nginx listens", () -> isListening() || !process.isAlive());
    if (!process.isAlive()) {
      throw new IOException("nginx has ended: " + Files.readString(folder.resolve("log")));
    }
  }

  /** Returns a port of this machine that is currently free. */
  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Returns the server's address behind the proxy for a given host name. */
  URI uri(String host) {
    return URI.create("http://" + host + ":" + port + "/chat/");
  }

  /** Stops nginx and frees its port. */
  void stop() {
    process.destroy();
    process.onExit().join();
  }

  @Override
  public void close() throws IOException {
    stop();
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private boolean isListening() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException refused) {
      return false;
    }
  }
}
