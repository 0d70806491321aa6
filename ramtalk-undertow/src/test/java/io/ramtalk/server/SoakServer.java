package io.ramtalk.server;

import io.ramtalk.Draft;
import io.ramtalk.RamTalk;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A server in a separate process whose budget is almost full. Every few seconds the process prints
 * its memory use after a garbage collection. On shutdown it prints the part of the budget that was
 * not freed.
 */
final class SoakServer {
  private SoakServer() {}

  /** A sample of the memory use, in KiB. */
  record Sample(long heap, long resident, long budget) {
    static Sample parse(String line) {
      var numbers = line.replaceAll("[^0-9 ]", "").trim().split(" +");
      return new Sample(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]),
          Long.parseLong(numbers[2]));
    }

    @Override
    public String toString() {
      return "heap " + heap + " resident " + resident + " budget " + budget;
    }
  }

  /** Runs the server; the argument is the number of seconds between two samples. */
  public static void main(String[] args) throws Exception {
    var talk = RamTalk.create();
    fill(talk);
    var server = RamTalkServer.builder().messenger(talk).port(0)
        .timeout(ConnectionTimeout.HEAD, Duration.ofMinutes(5))
        .timeout(ConnectionTimeout.KEEP_ALIVE, Duration.ofHours(1)).build().start();
    var stop = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      stop.countDown();
      server.close();
      System.out.println("left " + talk.operations().budget().used());
      System.out.flush();
    }));
    System.out.println(server.uri() + " budget " + talk.limits().budgetBytes());
    while (!stop.await(Long.parseLong(args[0]), TimeUnit.SECONDS)) {
      System.gc();
      var runtime = Runtime.getRuntime();
      System.out.println(new Sample((runtime.totalMemory() - runtime.freeMemory()) >> 10,
          ResidentMemory.bytes() >> 10, talk.operations().budget().used() >> 10));
    }
  }

  /** Fills most of the budget with pictures and leaves the rest for the clients. */
  private static void fill(RamTalk talk) {
    var picture = Pictures.png(50_000);
    for (int i = 0; talk.operations().budget().used() < talk.limits().budgetBytes() / 10 * 9; i++) {
      var user = talk.signUp("019" + (1_000_000 + i)).user().id();
      for (int j = 0; j < 5; j++) {
        talk.send(Draft.of(user, user).image(picture));
      }
    }
  }
}
