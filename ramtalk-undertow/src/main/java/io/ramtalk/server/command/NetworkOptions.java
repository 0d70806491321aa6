package io.ramtalk.server.command;

import io.ramtalk.server.RamTalkServerBuilder;
import io.ramtalk.server.internal.access.AddressRange;
import io.ramtalk.server.internal.http.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the network: addresses, host names, origins, proxies and TLS. */
public final class NetworkOptions {
  @Option(names = "--host", paramLabel = "HOST",
      description = "Address to listen on (default: ${DEFAULT-VALUE}, this machine only).")
  private String host = RamTalkServerBuilder.DEFAULT_HOST;

  @Option(names = "--port", paramLabel = "PORT",
      description = "Port to listen on; 0 selects any free port (default: ${DEFAULT-VALUE}).")
  private int port = RamTalkServerBuilder.DEFAULT_PORT;

  @Option(names = "--port-file", paramLabel = "FILE",
      description = "File to write the port to when the server is listening. The server writes no"
          + " other file.")
  private @Nullable Path portFile;

  @Option(names = "--tls-cert", paramLabel = "FILE",
      description = "Certificate chain in PEM format; enables HTTPS. Requires --tls-key.")
  private @Nullable Path tlsCert;

  @Option(names = "--tls-key", paramLabel = "FILE",
      description = "Private key of the certificate in PEM format (PKCS #8, not encrypted).")
  private @Nullable Path tlsKey;

  @Option(names = "--allow-host", paramLabel = "NAME[:PORT]", split = ",",
      description = "Additional host name to accept, beside the address of the listener.")
  private List<String> allowHost = List.of();

  @Option(names = "--allow-origin", paramLabel = "ORIGIN", split = ",",
      description = "Origin such as https://chat.example whose pages may use the server.")
  private List<String> allowOrigin = List.of();

  @Option(names = "--trusted-proxy", paramLabel = "ADDRESS[/BITS]", split = ",",
      description = "Proxy whose X-Forwarded-For and X-Forwarded-Proto headers are trusted.")
  private List<String> trustedProxy = List.of();

  /** Applies the options to a builder. */
  void apply(RamTalkServerBuilder builder) throws IOException {
    trustedProxy.forEach(
        range -> FlagNames.named("--trusted-proxy", () -> AddressRange.parse(range)));
    builder.host(host).port(port).allowedHosts(allowHost).allowedOrigins(allowOrigin)
        .trustedProxies(trustedProxy);
    if (tlsCert != null && tlsKey != null) {
      try {
        builder.tls(Tls.load(tlsCert, tlsKey));
      } catch (GeneralSecurityException e) {
        throw new IllegalArgumentException("--tls-cert, --tls-key: " + e.getMessage(), e);
      }
    } else if (tlsCert != null || tlsKey != null) {
      throw new IllegalArgumentException("--tls-cert and --tls-key must be set together");
    }
  }

  /** Writes the port to the file of {@code --port-file}, if set. */
  void writePort(int listenedOn) throws IOException {
    if (portFile == null) {
      return;
    }
    try {
      Files.writeString(portFile, listenedOn + "\n");
    } catch (IOException e) {
      throw new IOException("Cannot write " + portFile + ": " + e, e);
    }
  }
}
