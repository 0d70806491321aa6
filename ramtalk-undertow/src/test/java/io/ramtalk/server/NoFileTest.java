package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is uploaded, and however the process ends: no file is created or written. */
@Timeout(60)
final class NoFileTest {
  /* A call that may create or change a file, and did not fail. Sockets and pipes are not opened by
   * name; the kernel's own files under /proc and /sys are no files on a disk, nor are devices. */
  private static final Pattern WRITING_CALL = Pattern.compile(
      "^(?!.* = -1 )\\d+ +(open(at)?\\(.*(O_CREAT|O_WRONLY|O_RDWR|O_TMPFILE)"
          + "|(creat|mkdir|rename|link|symlink|mknod|truncate)(at2?)?\\().*$");
  private static final Pattern NO_DISK = Pattern.compile("\"/(proc|sys|dev)/");
  private static final List<String> FLAGS = List.of("-XX:-UsePerfData", "-Xmx128m");

  @TempDir
  private Path directory;

  @Test
  void uploads_andSigterm_leaveNoFile() throws Exception {
    var home = Files.createDirectory(directory.resolve("home"));
    try (var server = ServerProcess.start(home, List.of(), flags(home), "--port", "0")) {
      upload(new Caller(server.uri()));

      assertThat(openFiles(server.jvm())).noneMatch(file -> file.startsWith(home));
      assertThat(server.terminate()).isEqualTo(143);
    }
    assertThat(home.resolve("tmp")).isEmptyDirectory();
    assertThat(list(home)).containsExactly(home.resolve("tmp"));
  }

  @Test
  void uploads_andSigkill_leaveNoFile() throws Exception {
    var home = Files.createDirectory(directory.resolve("home"));
    try (var server = ServerProcess.start(home, List.of(), flags(home), "--port", "0")) {
      upload(new Caller(server.uri()));

      server.jvm().destroyForcibly();
      server.jvm().onExit().join();
    }
    assertThat(list(home)).containsExactly(home.resolve("tmp"));
    assertThat(home.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void uploads_underStrace_openNoFileForWriting() throws Exception {
    if (!isStraceThere()) {
      assertThat(System.getenv("CI")).as("CI, where strace must be installed").isNotEqualTo("true");
      System.err.println("NoFileTest: no strace on the PATH; system calls are not watched");
      return;
    }
    var home = Files.createDirectory(directory.resolve("home"));
    var trace = directory.resolve("trace");
    var strace = List.of("strace", "-f", "-qq", "-s", "200", "-e", "trace=%file",
        "-o", trace.toString());
    try (var server = ServerProcess.start(home, strace, flags(home), "--port", "0")) {
      upload(new Caller(server.uri()));
      server.terminate();
    }

    try (var calls = Files.lines(trace)) {
      assertThat(calls.filter(call -> WRITING_CALL.matcher(call).matches())
          .filter(call -> !NO_DISK.matcher(call).find())).isEmpty();
    }
    assertThat(trace).content().contains("openat(");
  }

  @Test
  void writingCall_tellsApart() {
    var writing = Stream.of(
        "7 openat(AT_FDCWD, \"/tmp/a\", O_RDWR|O_CREAT|O_EXCL, 0600) = 5",
        "7 open(\"a\", O_WRONLY) = 5", "7 mkdir(\"/tmp/a\", 0777) = 0",
        "7 renameat2(AT_FDCWD, \"a\", AT_FDCWD, \"b\", 0) = 0", "7 creat(\"a\", 0600) = 4");
    var harmless = Stream.of(
        "7 openat(AT_FDCWD, \"/etc/hosts\", O_RDONLY|O_CLOEXEC) = 5",
        "7 openat(AT_FDCWD, \"/tmp/a\", O_RDWR|O_CREAT, 0600) = -1 EROFS (Read-only)",
        "7 stat(\"/tmp/a\", {st_mode=S_IFREG}) = 0", "7 readlink(\"/proc/self/exe\", 0, 1) = 4",
        "7 unlink(\"/tmp/a\") = 0");

    assertThat(writing).allMatch(call -> WRITING_CALL.matcher(call).matches());
    assertThat(harmless).noneMatch(call -> WRITING_CALL.matcher(call).matches());
  }

  /** Uploads a picture of each kind in each media type, of each length that matters. */
  private static void upload(Caller caller) {
    int number = 0;
    for (int bytes : new int[] {100, 51_200, 51_201, 3_000_000}) {
      for (var picture : List.of(Pictures.png(bytes), Pictures.jpeg(bytes), Pictures.gif(bytes),
          Pictures.webp(bytes))) {
        number += 3;
        int status = bytes <= 51_200 ? 200 : 400;
        var base64 = Base64.getEncoder().encodeToString(picture);
        assertThat(caller.postMultipart(Multipart.ofRequests()
            .field("mobile", "017110" + number).field("name", "N".repeat(64))
            .file("image", "me", picture)).status()).isEqualTo(status);
        assertThat(caller.postJson("/signup", "{\"mobile\":\"017110" + (number + 1)
            + "\",\"image\":\"" + base64 + "\"}").status()).isIn(status, 413);
        assertThat(caller.postForm("mobile=017110" + (number + 2) + "&image="
            + escaped(Arrays.copyOf(picture, Math.min(bytes, 20_000)))).status()).isEqualTo(200);
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

  private static List<String> flags(Path home) throws IOException {
    var tmp = Files.createDirectory(home.resolve("tmp"));
    return Stream.concat(FLAGS.stream(), Stream.of("-Djava.io.tmpdir=" + tmp)).toList();
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

  private static boolean isStraceThere() {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(entry -> Files.isExecutable(Path.of(entry, "strace")));
  }
}
