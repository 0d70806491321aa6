package io.ramtalk.benchmarks;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Sign-ups over HTTP.
 *
 * @param port the local port of the server
 */
public record HttpSignUps(int port) {
  private static final int ANSWER_TIMEOUT_MILLIS = 10_000;
  private static final Pattern USER_ID = Pattern.compile("\"user_id\":\"([^\"]+)\"");

  /** Signs up a person and returns the user id. */
  public String user(Person person) throws IOException {
    var request = (HttpURLConnection)
        URI.create("http://127.0.0.1:" + port + "/signup").toURL().openConnection();
    request.setReadTimeout(ANSWER_TIMEOUT_MILLIS);
    request.setDoOutput(true);
    try (var body = request.getOutputStream()) {
      body.write(("mobile=" + person.mobile() + "&name=" + person.name())
          .getBytes(StandardCharsets.US_ASCII));
    }
    try (var in = request.getInputStream()) {
      var response = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return USER_ID.matcher(response).results().map(match -> match.group(1)).findFirst()
          .orElseThrow(() -> new IOException("The sign-up failed: " + response));
    }
  }
}
