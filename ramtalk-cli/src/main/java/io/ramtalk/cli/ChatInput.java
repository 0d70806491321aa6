package io.ramtalk.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;

/**
 * What a person types into a chat: text to send, and commands that begin with a slash.
 *
 * <p><b>Threads:</b> one.
 */
final class ChatInput {
  /* A text whose sending failed keeps its name, so that sending it again is safe: if it had
   * arrived after all, the server takes the second for the first. */
  private static final byte[] NO_IMAGE = {};

  private final Chat chat;
  private String unsent = "";
  private String attempt = newAttempt();
  private long expireSeconds;

  ChatInput(Chat chat) {
    this.chat = chat;
  }

  /** Returns the text that could not be sent, or an empty one. */
  String unsent() {
    return unsent;
  }

  /** Does what a line says; false if that is to end. */
  boolean enter(String typed) {
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
            ? "Who writes to you learns what you have read."
            : "Who writes to you does not learn what you have read.");
        case "/retry" -> retry();
        default -> chat.problem(
            "There is no command " + Escapes.line(name) + "; /help lists them.");
      }
    } catch (Failure | IOException e) {
      chat.problem(Escapes.line(String.valueOf(e.getMessage())));
    }
    return true;
  }

  private void help() {
    chat.note(String.join("\n",
        "What you type is sent to " + chat.peer().label() + ".",
        "//TEXT           send a text that begins with a slash",
        "/image FILE      send a picture",
        "/expire SECONDS  let what follows vanish if not fetched; 0: no more",
        "/noread          stop telling that you have read, or go on",
        "/retry           send again what could not be sent",
        "/who             tell who is here",
        "/history         show this chat from its beginning",
        "/quit            end"));
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
      chat.problem("Not sent: " + Escapes.line(String.valueOf(e.getMessage())) + ".");
    }
  }

  private void retry() {
    if (unsent.isEmpty()) {
      chat.problem("Nothing is left to be sent.");
    } else {
      enter(unsent);
    }
  }

  private void sendImage(String file) throws IOException {
    if (file.isEmpty()) {
      throw Failure.usage("Say which: /image FILE");
    }
    var path = file.startsWith("~/")
        ? Path.of(System.getProperty("user.home"), file.substring(2)) : Path.of(file);
    var image = Input.file(path);
    var name = Escapes.line(String.valueOf(path.getFileName()));
    attempt = newAttempt();
    chat.send(draft("", image), "[" + name + ", " + image.length + " bytes]");
  }

  private void expire(String argument) {
    try {
      long seconds = Long.parseLong(argument);
      if (seconds >= 0) {
        expireSeconds = seconds;
        chat.note(seconds == 0 ? "What you send waits until it is fetched."
            : "What you send disappears if it is not fetched within " + seconds + " s.");
        return;
      }
    } catch (NumberFormatException e) {
      // Refused below, as a negative number.
    }
    throw Failure.usage("Say how long: /expire SECONDS");
  }

  private LiveUser.Draft draft(String text, byte[] image) {
    return new LiveUser.Draft(attempt, chat.peer().id(), text, image, expireSeconds);
  }

  private static String shown(String text) {
    return String.join("\n", text.lines().map(Escapes::line).toList());
  }

  private static String newAttempt() {
    return UUID.randomUUID().toString();
  }
}
