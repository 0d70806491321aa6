package io.ramtalk.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.benchmarks.process.ProcessFiles.CpuTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessFilesTest {
  @TempDir
  private Path directory;

  @Test
  void residentBytes_isInKibibytesInTheFile() throws Exception {
    Files.writeString(directory.resolve("status"), "VmPeak:\t  9 kB\nVmRSS:\t   51240 kB\n");

    assertThat(new ProcessFiles(directory).residentBytes()).isEqualTo(51_240L << 10);
    assertThat(new ProcessFiles(directory.resolve("none")).residentBytes()).isZero();
  }

  @Test
  void threadTimes_addUpThreadsThatDoTheSame() throws Exception {
    thread(7, "XNIO-1 I/O-1", 5, 3);
    thread(8, "XNIO-1 I/O-2", 50, 30);
    thread(9, "VM (odd) Thread", 1, 0);

    assertThat(new ProcessFiles(directory).threadTimes()).isEqualTo(Map.of(
        "XNIO I/O", new CpuTime(550_000, 330_000), "VM (odd) Thread", new CpuTime(10_000, 0)));
  }

  private void thread(int id, String name, int user, int system) throws Exception {
    var task = Files.createDirectories(directory.resolve("task").resolve(String.valueOf(id)));
    Files.writeString(task.resolve("stat"), id + " (" + name + ") S 1 2 3 0 -1 4 5 6 7 8 "
        + user + " " + system + " 0 0 20 0\n");
  }
}
