package io.ramtalk.cli.internal.chat;

import io.ramtalk.cli.internal.client.Failure;
import io.ramtalk.cli.internal.client.Input;
import io.ramtalk.cli.internal.client.LiveUser;
import io.ramtalk.cli.internal.client.SafeText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The input of a chat: text to send, and commands that start with a slash.
 *
 * <p><b>Threads:</b> one.
 */
public final class ChatInput {
  /* A text that could not be sent keeps its idempotency key, so a retry is safe: if the first
   * attempt did arrive, the server stores the text once. */
  private static final byte[] NO_IMAGE = {};

  private final Chat chat;
  private String unsent = "";
  private String attempt = newAttempt();
  private long expireSeconds;

  public ChatInput(Chat chat) {
    this.chat = chat;
  }

  /** Returns the text that could not be sent, or an empty string. */
  public String unsent() {
    return unsent;
  }

  /** Executes a line. Returns false to end the chat. */
  public boolean enter(String typed) {
    var line = typed.stripTrailing();
    if (line.startsWith("/") && !line.startsWith("//")) {
      return command(line);
    }
    if (!line.isBlank()) {
      send(line.startsWith("//") ? line.substring(1) : line, typed);
    }
    return true;
  }

  private boolean command(String line) {
    int space = line.indexOf(' ');
    var name = space < 0 ? line : line.substring(0, space);
    var argument = space < 0 ? "" : line.substring(space).strip();
    unsent = name.equals("/retry") ? unsent : "";
    try {
      switch (name) {
        case "/quit", "/exit" -> {
          return false;
        }
        case "/help" -> help();
        case "/who" -> chat.introduce();
        case "/image" -> sendImage(argument);
        case "/expire" -> expire(argument);
        case "/history" -> chat.showHistory();
        case "/noread" -> chat.note(chat.toggleRead()
            ? "Senders now see when you have read their messages."
            : "Senders no longer see when you have read their messages.");
        case "/retry" -> retry();
        default -> chat.problem(
            "Unknown command " + SafeText.line(name) + "; type /help for a list.");
      }
    } catch (Failure | IOException e) {
      chat.problem(SafeText.line(String.valueOf(e.getMessage())));
    }
    return true;
  }

  private void help() {
    chat.note(String.join("\n",
        "Text that you type is sent to " + chat.peer().label() + ".",
        "//TEXT           send a text that starts with a slash",
        "/image FILE      send a picture",
        "/expire SECONDS  let later messages expire if not fetched; 0 turns it off",
        "/noread          turn read receipts off, or on again",
        "/retry           send the unsent text again",
        "/who             show who is in this chat",
        "/history         show this chat from the beginning",
        "/quit            leave the chat"));
  }

  private void send(String text, String typed) {
    if (!typed.equals(unsent)) {
      attempt = newAttempt();
    }
    try {
      chat.send(draft(text, NO_IMAGE), shown(text));
      unsent = "";
      attempt = newAttempt();
    } catch (Failure | IOException e) {
      unsent = typed;
      chat.problem("Not sent: " + SafeText.line(String.valueOf(e.getMessage())) + ".");
    }
  }

  private void retry() {
    if (unsent.isEmpty()) {
      chat.problem("There is no unsent text.");
    } else {
      enter(unsent);
    }
  }

  private void sendImage(String file) throws IOException {
    if (file.isEmpty()) {
      throw Failure.usage("Name a file: /image FILE");
    }
    var path = file.startsWith("~/")
        ? Path.of(System.getProperty("user.home"), file.substring(2)) : Path.of(file);
    var image = Input.file(path);
    var name = SafeText.line(String.valueOf(path.getFileName()));
    attempt = newAttempt();
    chat.send(draft("", image), "[" + name + ", " + image.length + " bytes]");
  }

  private void expire(String argument) {
    try {
      long seconds = Long.parseLong(argument);
      if (seconds >= 0) {
        expireSeconds = seconds;
        chat.note(seconds == 0 ? "Messages that you send no longer expire."
            : "Messages that you send expire if they are not fetched within " + seconds + " s.");
        return;
      }
    } catch (NumberFormatException e) {
      // Rejected below, like a negative number.
    }
    throw Failure.usage("Give the time in seconds: /expire SECONDS");
  }

  private LiveUser.Draft draft(String text, byte[] image) {
    return new LiveUser.Draft(attempt, chat.peer().id(), text, image, expireSeconds);
  }

  private static String shown(String text) {
    return String.join("\n", text.lines().map(SafeText::line).toList());
  }

  private static String newAttempt() {
    return UUID.randomUUID().toString();
  }
}
