package io.ramtalk.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ramtalk.Eventually;
import io.ramtalk.server.internal.wire.MediaType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A well-behaved client that uses the JDK's HTTP client. */
public final class Caller {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final HttpClient client = HttpClient.newBuilder()
      .version(HttpClient.Version.HTTP_1_1).connectTimeout(Eventually.LIMIT).build();
  private final URI server;

  Caller(URI server) {
    this.server = server;
  }

  /** The server's response. */
  record Reply(int status, String body, HttpResponse<String> response) {
    JsonNode json() {
      return parse(body);
    }

    /** Returns a member of the response as text. */
    String text(String name) {
      return json().path(name).asText();
    }

    /** Returns the messages of the response. */
    List<JsonNode> messages() {
      var messages = new ArrayList<JsonNode>();
      json().get("messages").forEach(messages::add);
      return messages;
    }

    /** Returns the texts of the messages in the response. */
    List<String> texts() {
      return messages().stream().map(message -> message.get("text").asText()).toList();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  Reply get(String path) {
    return call(request(path).GET().build());
  }

  Reply post(String path, String contentType, byte[] body) {
    return call(request(path).header("Content-Type", contentType)
        .POST(BodyPublishers.ofByteArray(body)).build());
  }

  /** Posts without a body. */
  Reply post(String path) {
    return call(request(path).POST(BodyPublishers.noBody()).build());
  }

  Reply put(String path, byte[] body) {
    return call(request(path).PUT(BodyPublishers.ofByteArray(body)).build());
  }

  Reply patch(String path, String json) {
    return call(request(path).header("Content-Type", MediaType.JSON)
        .method("PATCH", BodyPublishers.ofString(json)).build());
  }

  Reply delete(String path) {
    return call(request(path).DELETE().build());
  }

  Reply postForm(String body) {
    return post("/signup", MediaType.URLENCODED, body.getBytes(StandardCharsets.US_ASCII));
  }

  Reply postMultipart(Multipart form) {
    return post("/signup", form.contentType(), form.bytes());
  }

  Reply postJson(String path, String body) {
    return post(path, MediaType.JSON, body.getBytes(StandardCharsets.UTF_8));
  }

  /** Signs a number up and returns the id of its user. */
  String signUp(String mobile) {
    return postForm("mobile=" + mobile).json().get("user_id").asText();
  }

  Reply send(String from, String to, String message) {
    var body = MAPPER.createObjectNode()
        .put("from_id", from).put("to_id", to).put("message", message);
    return postJson("/send", body.toString());
  }

  /** Sends a message with additional members, such as {@code "\"id\":\"a1\""}. */
  Reply send(String from, String to, String message, String members) {
    return postJson("/send", """
        {"from_id": "%s", "to_id": "%s", "message": "%s", %s}"""
        .formatted(from, to, message, members));
  }

  HttpClient client() {
    return client;
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.resolve(path)).timeout(Eventually.LIMIT);
  }

  public static JsonNode parse(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException("Not JSON: " + json, e);
    }
  }

  Reply call(HttpRequest request) {
    try {
      var response = client.send(request, BodyHandlers.ofString());
      return new Reply(response.statusCode(), response.body(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a server answers", e);
    }
  }
}
