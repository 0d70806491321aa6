package io.ramtalk.cli.internal.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The messages of one response. */
public final class Batch {
  private final byte[] answer;
  private final List<ReceivedMessage> messages;

  private Batch(byte[] answer, List<ReceivedMessage> messages) {
    this.answer = answer;
    this.messages = messages;
  }

  /** Parses a response, which is an object. */
  static Batch read(byte[] answer) throws IOException {
    var messages = new ArrayList<ReceivedMessage>();
    try (var json = JsonStream.read(answer)) {
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean expected = json.currentName().equals("messages");
        if (json.nextToken() == JsonToken.START_ARRAY && expected) {
          readAll(json, messages);
        } else {
          json.skipChildren();
        }
      }
    }
    return new Batch(answer, messages);
  }

  /** Returns a new parser for the response. */
  public JsonParser parser() throws IOException {
    return JsonStream.read(answer);
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
