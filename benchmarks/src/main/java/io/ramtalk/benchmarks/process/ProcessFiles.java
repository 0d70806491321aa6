package io.ramtalk.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The {@code /proc} files of a Linux process.
 *
 * @param directory the folder of the process
 */
public record ProcessFiles(Path directory) {
  /* A kernel tick is a hundredth of a second on every machine that runs Java. */
  private static final double MICROS_PER_TICK = 10_000;

  public static ProcessFiles of(long pid) {
    return new ProcessFiles(Path.of("/proc", String.valueOf(pid)));
  }

  /** Returns the resident memory without kernel buffers, or 0 if unknown. */
  public long residentBytes() throws IOException {
    var status = directory.resolve("status");
    return Files.exists(status) ? Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024).sum() : 0;
  }

  /** Returns the processor time of the live threads, by kind. */
  public Map<String, CpuTime> threadTimes() throws IOException {
    var times = new TreeMap<String, CpuTime>();
    try (var tasks = Files.newDirectoryStream(directory.resolve("task"))) {
      for (var task : tasks) {
        var stat = Files.readString(task.resolve("stat"));
        times.merge(kind(stat), time(stat), CpuTime::plus);
      }
    }
    return times;
  }

  /** Returns the name of a thread without numbers, so that similar threads count as one kind. */
  private static String kind(String stat) {
    var name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    return name.replaceAll("[-#\\d]+$", "").replaceAll("-\\d+ ", " ").strip();
  }

  /** Parses fields 14 and 15, utime and stime; the field after the name is number 3. */
  private static CpuTime time(String stat) {
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return new CpuTime(Long.parseLong(fields[11]) * MICROS_PER_TICK,
        Long.parseLong(fields[12]) * MICROS_PER_TICK);
  }

  /**
   * Processor time, in microseconds.
   *
   * @param user time in the program
   * @param system time in the kernel
   */
  public record CpuTime(double user, double system) {
    public static final CpuTime NONE = new CpuTime(0, 0);

    public CpuTime plus(CpuTime other) {
      return new CpuTime(user + other.user, system + other.system);
    }

    public CpuTime minus(CpuTime other) {
      return new CpuTime(user - other.user, system - other.system);
    }

    public double all() {
      return user + system;
    }
  }
}
