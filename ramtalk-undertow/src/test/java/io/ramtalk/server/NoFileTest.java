package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Tools;
import io.ramtalk.VirtualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No upload, route or way of ending the process makes the server create or change a file. */
final class NoFileTest {
  /* A successful call that may create or change a file. The pattern matches only calls that name
   * a file, so sockets and pipes are exempt. Devices and the kernel's files under /proc and /sys
   * are not on a disk. */
  private static final Pattern WRITING_CALL = Pattern.compile(
      "^(?!.* = -1 )\\d+ +(open(at2?)?\\(.*(O_CREAT|O_WRONLY|O_RDWR|O_TMPFILE)"
          + "|(creat|mkdir|rename|link|symlink|mknod|truncate)(at2?)?\\().*$");
  private static final Pattern NO_DISK = Pattern.compile("\"/(proc|sys|dev)/");

  private static final String ADMIN_TOKEN = "an admin token of a test";

  @TempDir
  private Path directory;

  /** The access mode of a server and the signal that ends it. */
  enum Life {
    OPEN_UNTIL_SIGTERM, OPEN_UNTIL_SIGKILL, OTP_UNTIL_SIGTERM, OTP_UNTIL_SIGKILL;

    boolean isOpen() {
      return name().startsWith("OPEN");
    }

    boolean isKilled() {
      return name().endsWith("SIGKILL");
    }

    String[] arguments() {
      return isOpen() ? new String[] {"--port", "0", "--log-level", "debug", "--sms-facade",
          "--test-controls", "--insecure-snapshot"}
          : new String[] {"--port", "0", "--log-level", "debug", "--log-format", "json",
              "--access", "otp", "--otp-delivery", "console", "--admin-token", ADMIN_TOKEN,
              "--codes-per-address", "off", "--codes-per-network", "off",
              "--signups-per-address", "off"};
    }

    List<String> routes() {
      try (var server = (isOpen() ? RamTalkServer.builder().smsFacade(true)
          .testControls(VirtualClock.startingAt(Instant.EPOCH))
          : RamTalkServer.builder().access(Access.OTP).codeDelivery(message -> { })).build()) {
        return server.routes().stream()
            .map(route -> route.method() + " " + route.template()).toList();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyRoute_writesNoFile(Life life) throws Exception {
    var home = Files.createDirectory(directory.resolve("home"));
    var tmp = Files.createDirectory(home.resolve("tmp"));
    var trace = directory.resolve("trace");
    try (var server = ServerProcess.startLogging(directory.resolve("log"), home,
        Tools.find("strace").isPresent() ? tracingTo(trace) : List.of(), flags(tmp),
        life.arguments())) {
      new EveryRoute(server, life.isOpen() ? "" : ADMIN_TOKEN).use(life.routes());
      if (life.isOpen()) {
        upload(new Caller(server.uri()));
      }
      assertThat(openFiles(server.jvm())).noneMatch(file -> file.startsWith(home));
      end(server, life);
    }

    assertThat(list(home)).containsExactly(tmp);
    assertThat(tmp).isEmptyDirectory();
    Tools.require("strace");
    try (var calls = Files.lines(trace)) {
      assertThat(calls.filter(NoFileTest::isWriting)).isEmpty();
    }
    assertThat(trace).content().contains("openat(");
  }

  @Test
  void everyRoute_hasALine() throws Exception {
    var lines = new HashSet<String>();
    try (var server = ServerProcess.start(directory, List.of(), List.of(), "--port", "0")) {
      lines.addAll(new EveryRoute(server, "").lines());
    }

    var routes = new HashSet<>(Life.OTP_UNTIL_SIGTERM.routes());
    routes.addAll(Life.OPEN_UNTIL_SIGTERM.routes());
    assertThat(lines).isEqualTo(routes);
  }

  @Test
  void writingCall_tellsApart() {
    var writing = Stream.of(
        "7 openat(AT_FDCWD, \"/tmp/a\", O_RDWR|O_CREAT|O_EXCL, 0600) = 5",
        "7 open(\"a\", O_WRONLY) = 5", "7 mkdir(\"/tmp/a\", 0777) = 0",
        "7 renameat2(AT_FDCWD, \"a\", AT_FDCWD, \"b\", 0) = 0", "7 creat(\"a\", 0600) = 4",
        "7 openat2(AT_FDCWD, \"a\", {flags=O_WRONLY|O_CREAT, mode=0600}, 24) = 4",
        "7 openat(AT_FDCWD, \"/tmp/a\", O_RDWR|O_CREAT, 0600 <unfinished ...>");
    var harmless = Stream.of(
        "7 openat(AT_FDCWD, \"/etc/hosts\", O_RDONLY|O_CLOEXEC) = 5",
        "7 openat(AT_FDCWD, \"/tmp/a\", O_RDWR|O_CREAT, 0600) = -1 EROFS (Read-only)",
        "7 stat(\"/tmp/a\", {st_mode=S_IFREG}) = 0", "7 readlink(\"/proc/self/exe\", 0, 1) = 4",
        "7 unlink(\"/tmp/a\") = 0",
        "7 openat(AT_FDCWD, \"/proc/self/coredump_filter\", O_RDWR) = 4");

    assertThat(writing).allMatch(NoFileTest::isWriting);
    assertThat(harmless).noneMatch(NoFileTest::isWriting);
  }

  /** Uploads a picture of each format and relevant size in each media type. */
  private static void upload(Caller caller) {
    int number = 0;
    for (int bytes : new int[] {100, 51_200, 51_201, 3_000_000}) {
      for (var kind : List.<IntFunction<byte[]>>of(Pictures::png, Pictures::jpeg, Pictures::gif,
          Pictures::webp)) {
        number += 3;
        var picture = kind.apply(bytes);
        int status = bytes <= 51_200 ? 200 : 400;
        var base64 = Base64.getEncoder().encodeToString(picture);
        assertThat(caller.postMultipart(Multipart.ofRequests()
            .field("mobile", "017110" + number).field("name", "N".repeat(64))
            .file("image", "me", picture)).status()).isEqualTo(status);
        assertThat(caller.postJson("/signup", "{\"mobile\":\"017110" + (number + 1)
            + "\",\"image\":\"" + base64 + "\"}").status()).isIn(status, 413);
        assertThat(caller.postForm("mobile=017110" + (number + 2) + "&image="
            + escaped(kind.apply(Math.min(bytes, 20_000)))).status()).isEqualTo(200);
      }
    }
    var ana = caller.signUp("01711111111");
    assertThat(caller.send(ana, ana, "x".repeat(4_096)).status()).isEqualTo(200);
    assertThat(caller.get("/receive/" + ana).status()).isEqualTo(200);
    assertThat(caller.get("/users").status()).isEqualTo(200);
  }

  private static String escaped(byte[] bytes) {
    var text = new StringBuilder(bytes.length * 3);
    for (byte b : bytes) {
      text.append(String.format("%%%02x", b));
    }
    return text.toString();
  }

  private static void end(ServerProcess server, Life life) {
    if (life.isKilled()) {
      server.kill();
    } else {
      assertThat(server.terminate()).isEqualTo(143);
    }
  }

  private static boolean isWriting(String call) {
    return WRITING_CALL.matcher(call).matches() && !NO_DISK.matcher(call).find();
  }

  private static List<String> tracingTo(Path trace) {
    return List.of("strace", "-f", "--seccomp-bpf", "-qq", "-s", "200", "-e", "trace=%file",
        "-o", trace.toString());
  }

  private static List<String> flags(Path tmp) throws IOException {
    return Stream.concat(Launcher.jvmFlags().stream(),
        Stream.of("-Xmx128m", "-Djava.io.tmpdir=" + tmp)).toList();
  }

  private static List<Path> openFiles(ProcessHandle process) throws IOException {
    var descriptors = Path.of("/proc", String.valueOf(process.pid()), "fd");
    if (!Files.isDirectory(descriptors)) {
      return List.of();
    }
    try (var files = Files.list(descriptors)) {
      return files.map(NoFileTest::target).toList();
    }
  }

  private static Path target(Path link) {
    try {
      return Files.readSymbolicLink(link);
    } catch (IOException closedMeanwhile) {
      return link;
    }
  }

  private static List<Path> list(Path home) throws IOException {
    try (var files = Files.list(home)) {
      return files.toList();
    }
  }
}
