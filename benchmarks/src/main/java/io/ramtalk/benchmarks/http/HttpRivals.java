package io.ramtalk.benchmarks.http;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Alternatives to RAMTalk that are installed and support the kind of load. */
final class HttpRivals {
  /* The Debian packages that each of them needs are listed beside it. All serve with one process,
   * like RAMTalk with one I/O thread on one processor; webdis has Redis as a second process. */
  private static final Path NCHAN_MODULE = Path.of("/usr/lib/nginx/modules/ngx_nchan_module.so");
  private static final Set<HttpWork> ONLY_MESSAGES = EnumSet.of(HttpWork.MESSAGES);
  private static final Set<HttpWork> NO_BULK = EnumSet.complementOf(EnumSet.of(HttpWork.BULK));

  private HttpRivals() {}

  /** Returns the available alternatives. Prints which are omitted because they are missing. */
  static List<HttpContender> of(HttpWork work, PrintStream out) throws IOException {
    var all = new ArrayList<HttpContender>();
    if (ONLY_MESSAGES.contains(work)) {
      add(all, "nchan", "libnginx-mod-nchan", nchan(), out);
      add(all, "webdis", "webdis redis-server", webdis(), out);
    }
    if (NO_BULK.contains(work)) {
      add(all, "python", "python3-fastapi uvicorn python3-multipart", python(work), out);
    }
    return all;
  }

  private static void add(List<HttpContender> all, String name, String packages,
      Optional<HttpContender> contender, PrintStream out) {
    contender.ifPresentOrElse(all::add, () -> out.println("without " + name
        + ", which is not installed (on Debian: apt-get install " + packages + ")"));
  }

  /** Returns nginx with nchan: a channel of one message per user. */
  static Optional<HttpContender> nchan() {
    var nginx = Files.exists(NCHAN_MODULE) ? SearchPath.find("nginx") : Optional.<Path>empty();
    return nginx.map(program -> new HttpContender("nchan", "nchan", false, (port, directory) -> {
      var configuration = write("nginx.conf", directory, template("nginx.conf")
          .replace("MODULE", NCHAN_MODULE.toString())
          .replace("DIRECTORY", directory.toString())
          .replace("PORT", String.valueOf(port)));
      return List.of(program.toString(), "-c", configuration, "-e", "stderr");
    }));
  }

  /** Returns webdis, an HTTP interface to Redis: a list per user. */
  static Optional<HttpContender> webdis() {
    var webdis = SearchPath.find("webdis");
    return SearchPath.find("redis-cli").isEmpty() || SearchPath.find("redis-server").isEmpty()
        ? Optional.empty()
        : webdis.map(program -> new HttpContender("webdis", "webdis", false,
            (port, directory) -> {
              var redisPort = String.valueOf(freePort());
              var configuration = write("webdis.json", directory, template("webdis.json")
                  .replace("REDIS", redisPort).replace("PORT", String.valueOf(port)));
              return List.of("sh", write("webdis.sh", directory, template("webdis.sh")),
                  redisPort, program.toString(), configuration);
            }));
  }

  /** Returns a simple server in Python: FastAPI, dictionaries and lists. */
  static Optional<HttpContender> python(HttpWork work) throws IOException {
    return Python.with("fastapi", "uvicorn", "multipart").map(python -> new HttpContender(
        "python", work.toString(), true, (port, directory) -> List.of(python.program(),
            write("server.py", directory, template("server.py")), String.valueOf(port))));
  }

  private static String write(String name, Path directory, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  private static String template(String name) throws IOException {
    try (var template = Objects.requireNonNull(HttpRivals.class.getResourceAsStream(name))) {
      return new String(template.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
