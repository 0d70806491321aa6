package io.ramtalk.hazelcast;

import io.ramtalk.Eventually;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Requests that a frozen server processes when it resumes, long after another server has responded
 * to their clients.
 */
final class LateRequests {
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();

  /** Sends a request to a frozen server, and passes the body of a 200 response to {@code done}. */
  void send(URI server, String path, String body, Consumer<String> done) {
    answers.add(http.sendAsync(HttpRequest.newBuilder(server.resolve(path))
        .version(HttpClient.Version.HTTP_1_1)
        .header("Content-Type", "application/json").timeout(Eventually.LIMIT)
        .POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString())
        .whenComplete((answer, failure) -> {
          if (answer != null && answer.statusCode() == 200) {
            done.accept(answer.body());
          }
        }));
  }

  /** Waits for all responses, and returns the number of responses by status. */
  Map<Integer, Integer> statuses() throws Exception {
    var counts = new TreeMap<Integer, Integer>();
    for (var answer : answers) {
      counts.merge(Eventually.get(answer).statusCode(), 1, Integer::sum);
    }
    return counts;
  }
}
