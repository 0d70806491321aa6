package io.ramtalk.benchmarks;

import io.ramtalk.Profile;
import io.ramtalk.RamTalk;
import io.ramtalk.server.RamTalkServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A process that serves many users, in a heap that is given to it. */
public final class UsersServer {
  private UsersServer() {}

  /**
   * Serves until standard input ends. Prints its port, and the bytes in use of a collected heap for
   * each line that it reads.
   *
   * @param args how many users
   * @throws IOException if it cannot listen
   */
  public static void main(String[] args) throws IOException {
    int count = Integer.parseInt(args[0]);
    long half = Runtime.getRuntime().maxMemory() / 2;
    try (var talk = RamTalk.builder().users(count).budgetBytes(half / 2 * 3).build();
        var server = RamTalkServer.builder().messenger(talk).port(0).build().start()) {
      for (int i = 0; i < count; i++) {
        talk.signUp(Profile.of(Person.at(i).mobile()).name(Person.at(i).name()));
      }
      System.out.println(server.port());
      var lines = new BufferedReader(
          new InputStreamReader(System.in, StandardCharsets.US_ASCII));
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        System.out.println(Heap.collect());
      }
    }
  }
}
