package io.ramtalk.cli.internal.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The messages of one response. */
public final class Batch {
  private final byte[] response;
  private final List<ReceivedMessage> messages;

  private Batch(byte[] response, List<ReceivedMessage> messages) {
    this.response = response;
    this.messages = messages;
  }

  /** Parses a response, which is an object. */
  static Batch read(byte[] response) throws IOException {
    var messages = new ArrayList<ReceivedMessage>();
    try (var json = JsonStream.read(response)) {
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean expected = json.currentName().equals("messages");
        if (json.nextToken() == JsonToken.START_ARRAY && expected) {
          readAll(json, messages);
        } else {
          json.skipChildren();
        }
      }
    }
    return new Batch(response, messages);
  }

  /** Returns a new parser for the response. */
  public JsonParser parser() throws IOException {
    return JsonStream.read(response);
  }

  /** Returns the messages, oldest first. */
  public List<ReceivedMessage> messages() {
    return messages;
  }

  /** Returns the id of each message. */
  List<String> ids() {
    return messages.stream().map(ReceivedMessage::id).toList();
  }

  public boolean isEmpty() {
    return messages.isEmpty();
  }

  private static void readAll(JsonParser json, List<ReceivedMessage> messages) throws IOException {
    while (json.nextToken() != JsonToken.END_ARRAY) {
      messages.add(ReceivedMessage.read(json));
    }
  }
}
