package io.ramtalk.cli.internal.client;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The requests that a live command makes for its user.
 *
 * <p><b>Threads:</b> any number.
 */
public final class LiveUser {
  private static final String LEASE = "live";

  private final Server server;
  private final String id;

  public LiveUser(Server server, String id) {
    this.server = server;
    this.id = id;
  }

  /** A writer of the members of an object. */
  @FunctionalInterface
  private interface Members {
    void write(JsonGenerator json) throws IOException;
  }

  /**
   * A message to send.
   *
   * @param id the idempotency key, so that a retry is stored once
   * @param to the user id of the receiver
   * @param text the text, or empty
   * @param image the bytes of a picture, or none
   * @param expireSeconds time after which the message expires if not fetched, or 0
   */
  @SuppressWarnings("ArrayRecordComponent") public // drafts are sent, never compared
  record Draft(String id, String to, String text, byte[] image, long expireSeconds) {}

  /** Returns the user's event stream, including the presence of another user. */
  public LiveConnection connection(String presenceOf, LiveConnection.Listener listener) {
    var query = presenceOf.isEmpty() ? "" : "?presence=" + Server.segment(presenceOf);
    return new LiveConnection(server, "/stream/" + Server.segment(id) + query, listener);
  }

  /** Deletes a message from the mailbox. */
  public void acknowledge(String message) throws IOException {
    post("/receive/", "/ack", json -> {
      json.writeStringField("lease", LEASE);
      writeIds(json, message);
    }).close();
  }

  /** Returns a message to the mailbox. */
  public void release(String message) throws IOException {
    post("/receive/", "/release", json -> {
      json.writeStringField("lease", LEASE);
      writeIds(json, message);
    }).close();
  }

  /** Marks a message as read and informs its sender. */
  public void read(String sender, String message) throws IOException {
    post("/read/", "", json -> {
      json.writeStringField("from_id", sender);
      writeIds(json, message);
    }).close();
  }

  /** Sends a message and returns its id. */
  public String send(Draft draft) throws IOException {
    var body = body(json -> {
      json.writeStringField("id", draft.id());
      json.writeStringField("from_id", id);
      json.writeStringField("to_id", draft.to());
      if (!draft.text().isEmpty()) {
        json.writeStringField("message", draft.text());
      }
      if (draft.image().length > 0) {
        json.writeBinaryField("image", draft.image());
      }
      if (draft.expireSeconds() > 0) {
        json.writeNumberField("expires_in", draft.expireSeconds());
      }
    });
    try (var response = server.post("/send", body).json()) {
      return JsonStream.members(response).getOrDefault("id", "");
    }
  }

  /** Requests the receipts of the latest messages. The caller closes the response. */
  public JsonParser sent() throws IOException {
    return server.get("/sent/" + Server.segment(id)).json();
  }

  /** Returns the profile of a user. */
  public Map<String, String> profile(String user) throws IOException {
    try (var response = server.get("/users/" + Server.segment(user)).json()) {
      return JsonStream.members(response);
    }
  }

  private JsonParser post(String before, String after, Members members) throws IOException {
    return server.post(before + Server.segment(id) + after, body(members)).json();
  }

  private static void writeIds(JsonGenerator json, String message) throws IOException {
    var ids = List.of(message).toArray(String[]::new);
    json.writeFieldName("ids");
    json.writeArray(ids, 0, ids.length);
  }

  private static Body body(Members members) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var json = JsonStream.generator(bytes)) {
      json.writeStartObject();
      members.write(json);
      json.writeEndObject();
    }
    return new Body("application/json", bytes.toByteArray());
  }
}
