package io.ramtalk.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What Linux tells of a process in {@code /proc}.
 *
 * @param directory the folder of the process
 */
record ProcessFiles(Path directory) {
  /* A tick of the kernel's accounts is a hundredth of a second on every machine that has Java. */
  private static final double MICROS_PER_TICK = 10_000;

  static ProcessFiles of(long pid) {
    return new ProcessFiles(Path.of("/proc", String.valueOf(pid)));
  }

  /** Returns the memory that it has of the machine, kernel buffers left aside; 0 if not told. */
  long residentBytes() throws IOException {
    var status = directory.resolve("status");
    return Files.exists(status) ? Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024).sum() : 0;
  }

  /** Returns the processor time of its threads that live, by what they do. */
  Map<String, CpuTime> threadTimes() throws IOException {
    var times = new TreeMap<String, CpuTime>();
    try (var tasks = Files.newDirectoryStream(directory.resolve("task"))) {
      for (var task : tasks) {
        var stat = Files.readString(task.resolve("stat"));
        times.merge(kind(stat), time(stat), CpuTime::plus);
      }
    }
    return times;
  }

  /** Returns the name of a thread without its number: all that do the same count as one. */
  private static String kind(String stat) {
    var name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    return name.replaceAll("[-#\\d]+$", "").replaceAll("-\\d+ ", " ").strip();
  }

  /** Reads fields 14 and 15, utime and stime, of which the one after the name is the third. */
  private static CpuTime time(String stat) {
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return new CpuTime(Long.parseLong(fields[11]) * MICROS_PER_TICK,
        Long.parseLong(fields[12]) * MICROS_PER_TICK);
  }

  /**
   * Processor time, in microseconds.
   *
   * @param user in the program
   * @param system in the kernel for it
   */
  record CpuTime(double user, double system) {
    static final CpuTime NONE = new CpuTime(0, 0);

    CpuTime plus(CpuTime other) {
      return new CpuTime(user + other.user, system + other.system);
    }

    CpuTime minus(CpuTime other) {
      return new CpuTime(user - other.user, system - other.system);
    }

    double all() {
      return user + system;
    }
  }
}
