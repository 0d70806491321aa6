package io.ramtalk.cli.internal.client;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The mailbox of one user at a server. */
public final class RemoteMailbox {
  private final Server server;
  private final String user;

  public RemoteMailbox(Server server, String user) {
    this.server = server;
    this.user = Server.segment(user);
  }

  /** Returns messages without removing them. */
  public Batch peek(int max) throws IOException {
    return Batch.read(server.get("/inbox/" + user + "?max=" + max).whole());
  }

  /**
   * Waits for a message without removing it.
   *
   * @param filter query parameters for the search, such as {@code &match=code}, or empty for any
   */
  public Batch await(String filter, Duration wait) throws IOException {
    var path = "/inbox/" + user + "?wait=" + Span.seconds(wait) + filter;
    return server.repeat(() -> Batch.read(server.get(path).waiting(wait).whole()));
  }

  /**
   * Leases messages. The lease id is new, and a repeated request with it returns the same messages,
   * so the request is retried after a lost response.
   */
  Batch lease(String lease, int max, Duration length, Duration wait) throws IOException {
    var path = "/receive/" + user + "?max=" + max + "&lease=" + Span.seconds(length)
        + "&lease_id=" + lease + "&wait=" + Span.seconds(wait);
    return server.repeat(() -> Batch.read(server.post(path).waiting(wait).whole()));
  }

  /** Deletes leased messages. Returns false if the lease expired and some were leased again. */
  boolean acknowledge(String lease, List<String> messages) throws IOException {
    return end("/ack", lease, messages).getOrDefault("stale", "0").equals("0");
  }

  /** Releases leased messages. */
  void release(String lease, List<String> messages) throws IOException {
    end("/release", lease, messages);
  }

  /** Marks messages as read. The caller closes the response. */
  public JsonParser markRead(String sender, List<String> messages) throws IOException {
    var body = Body.json(json -> {
      json.writeStringField("from_id", sender);
      JsonStream.strings(json, "ids", messages);
    });
    return server.repeat(() -> server.post("/read/" + user, body).json());
  }

  private Map<String, String> end(String step, String lease, List<String> messages)
      throws IOException {
    var body = Body.json(json -> {
      json.writeStringField("lease", lease);
      JsonStream.strings(json, "ids", messages);
    });
    return server.repeat(() -> {
      try (var response = server.post("/receive/" + user + step, body).json()) {
        return JsonStream.members(response);
      }
    });
  }
}
