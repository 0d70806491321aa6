package io.ramtalk.benchmarks.http;

import io.ramtalk.Profile;
import io.ramtalk.RamTalk;
import io.ramtalk.benchmarks.Heap;
import io.ramtalk.benchmarks.Person;
import io.ramtalk.server.ConnectionTimeout;
import io.ramtalk.server.RamTalkServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A process that serves many users, in a limited heap. */
public final class UsersServer {
  /** Readers pause while the report measures, which takes long on a busy machine. */
  private static final Duration PATIENCE = Duration.ofHours(1);

  private UsersServer() {}

  /**
   * Serves until standard input ends. Prints its port, and for each input line the used heap after
   * a garbage collection, in bytes.
   *
   * @param args the number of users
   * @throws IOException if the server cannot listen
   */
  public static void main(String[] args) throws IOException {
    int count = Integer.parseInt(args[0]);
    long half = Runtime.getRuntime().maxMemory() / 2;
    try (var talk = RamTalk.builder().users(count).budgetBytes(half / 2 * 3).build();
        var server = RamTalkServer.builder().messenger(talk).port(0)
            .timeout(ConnectionTimeout.WRITE, PATIENCE).timeout(ConnectionTimeout.IDLE, PATIENCE)
            .build().start()) {
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
