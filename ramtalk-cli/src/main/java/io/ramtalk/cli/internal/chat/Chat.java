package io.ramtalk.cli.internal.chat;

import com.fasterxml.jackson.core.JsonToken;
import io.ramtalk.cli.internal.chat.ChatLine.Kind;
import io.ramtalk.cli.internal.client.ExitCode;
import io.ramtalk.cli.internal.client.Failure;
import io.ramtalk.cli.internal.client.JsonStream;
import io.ramtalk.cli.internal.client.LiveConnection;
import io.ramtalk.cli.internal.client.LiveUser;
import io.ramtalk.cli.internal.client.SafeText;
import io.ramtalk.cli.internal.client.SeenMessages;
import io.ramtalk.cli.internal.client.Server;
import io.ramtalk.cli.internal.client.ServerEvent;
import io.ramtalk.cli.internal.print.LiveMessage;
import io.ramtalk.cli.internal.print.Names;
import io.ramtalk.cli.internal.print.People;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;

/**
 * One conversation: incoming messages go to the screen, receipts to the marks of sent messages.
 *
 * <p><b>Threads:</b> one follows the stream; any number send.
 */
public final class Chat implements LiveConnection.Listener {
  /* Only the peer's messages are deleted from the mailbox, once they are on the screen. Messages
   * from others are announced and released: they wait for another command. */
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");

  private final LiveUser me;
  private final People.Person self;
  private final People.Person peer;
  private final Transcript transcript;
  private final ChatScreen screen;
  private final SeenMessages seen = new SeenMessages();
  private final Names names;
  private volatile boolean tellsRead = true;
  private boolean broken;
  private String presence = "";

  public Chat(Server server, People.Person self, People.Person peer, Stage stage) {
    this.self = self;
    this.peer = peer;
    me = new LiveUser(server, self.id());
    names = new Names(server, false);
    transcript = stage.transcript();
    screen = stage.screen();
  }

  /**
   * The view of a chat.
   *
   * @param transcript the lines of the chat
   * @param screen the screen that shows them
   */
  public record Stage(Transcript transcript, ChatScreen screen) {}

  /** Follows the stream until it ends for good, and shows the reason on the screen. */
  public int follow() {
    try {
      var connection = me.connection(peer.id(), this);
      connection.retryFromTheStart();
      connection.follow();
    } catch (Failure e) {
      end(String.valueOf(e.getMessage()));
      return e.exitCode();
    } catch (IOException e) {
      end("the connection was lost: " + e.getMessage());
      return ExitCode.UNREACHABLE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ExitCode.OK;
  }

  @Override
  public void connected(LiveConnection.Meeting meeting) throws IOException {
    names.retry();
    if (meeting != LiveConnection.Meeting.FIRST) {
      note(meeting == LiveConnection.Meeting.AGAIN ? "Reconnected."
          : "The server was restarted and has lost all earlier data.");
      markAll();
    }
    broken = false;
    screen.status(presence);
  }

  @Override
  public void lost(String reason) {
    if (!broken) {
      note("The connection was lost: " + SafeText.line(reason) + "; reconnecting.");
    }
    broken = true;
    screen.status("reconnecting");
  }

  @Override
  public boolean take(ServerEvent event) throws IOException {
    switch (event.type()) {
      case "message" -> take(LiveMessage.parse(event.data()));
      case "receipt" -> mark(LiveConnection.members(event));
      case "presence" -> show(LiveConnection.members(event));
      default -> { } // not relevant to a chat
    }
    return true;
  }

  /** Sends a text or a picture and adds it to the chat. */
  void send(LiveUser.Draft draft, String shown) throws IOException {
    var id = me.send(draft);
    screen.added(transcript.add(
        new ChatLine(Kind.OWN, now(), self.label(), shown, id, "queued")));
  }

  public void note(String text) {
    screen.added(transcript.add(new ChatLine(Kind.NOTE, now(), "", text, "", "")));
  }

  void problem(String text) {
    screen.added(transcript.add(new ChatLine(Kind.PROBLEM, now(), "", text, "", "")));
  }

  void showHistory() {
    screen.showHistory();
  }

  /** Turns read receipts for the peer's messages on or off, and returns the new setting. */
  boolean toggleRead() {
    tellsRead = !tellsRead;
    return tellsRead;
  }

  public People.Person peer() {
    return peer;
  }

  /** Shows the participants, as the server knows them now. */
  void introduce() throws IOException {
    var now = me.profile(peer.id());
    note(peer.label() + ", " + SafeText.line(now.getOrDefault("mobile", "")) + ", "
        + SafeText.line(presence(now)) + ", " + peer.id());
    note("You are " + self.label() + ", " + SafeText.line(self.mobile()) + ", " + self.id());
  }

  private void end(String reason) {
    problem(SafeText.line(reason) + ". No more messages can arrive; type /quit to leave.");
    screen.status("gone");
  }

  private void take(LiveMessage message) throws IOException {
    boolean again = seen.contains(message.id());
    seen.add(message.id());
    if (!message.from().equals(peer.id())) {
      me.release(message.id());
      if (!again) {
        note("A message from " + names.of(message.from()) + " is waiting in your mailbox.");
      }
      return;
    }
    if (!again) {
      var text = message.content().lines().map(SafeText::line).toList();
      screen.added(transcript.add(new ChatLine(Kind.PEER, now(), peer.label(),
          String.join("\n", text), message.id(), "")));
    }
    me.acknowledge(message.id());
    if (tellsRead) {
      me.read(peer.id(), message.id());
    }
  }

  private void mark(Map<String, String> receipt) {
    mark(receipt.getOrDefault("id", ""), receipt.getOrDefault("state", ""));
  }

  private void mark(String id, String state) {
    var line = transcript.mark(id, SafeText.line(state));
    if (line != null) {
      screen.marked(line);
    }
  }

  /** Updates the marks of messages whose state changed while disconnected. */
  private void markAll() throws IOException {
    try (var response = me.sent()) {
      while (response.nextToken() == JsonToken.FIELD_NAME) {
        if (response.nextToken() == JsonToken.START_ARRAY) {
          while (response.nextToken() != JsonToken.END_ARRAY) {
            mark(JsonStream.members(response));
          }
        } else {
          response.skipChildren();
        }
      }
    }
  }

  private void show(Map<String, String> event) {
    var now = SafeText.line(presence(event));
    if (peer.id().equals(event.get("user_id")) && !now.equals(presence)) {
      presence = now;
      note(peer.label() + " is " + now + ".");
      screen.status(now);
    }
  }

  private static String presence(Map<String, String> members) {
    if ("true".equals(members.get("online"))) {
      return "online";
    }
    var lastSeen = members.get("last_seen");
    return lastSeen == null ? "offline" : "offline, last seen " + clock(lastSeen);
  }

  private static String clock(String timestamp) {
    try {
      return Instant.parse(timestamp).atZone(ZoneId.systemDefault())
          .format(CLOCK);
    } catch (DateTimeParseException e) {
      return timestamp;
    }
  }

  private static String now() {
    return LocalTime.now(ZoneId.systemDefault()).format(CLOCK);
  }
}
