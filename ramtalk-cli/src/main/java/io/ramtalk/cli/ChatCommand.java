package io.ramtalk.cli;

import io.ramtalk.cli.internal.chat.Chat;
import io.ramtalk.cli.internal.chat.ChatInput;
import io.ramtalk.cli.internal.chat.ChatScreen;
import io.ramtalk.cli.internal.chat.FullScreen;
import io.ramtalk.cli.internal.chat.PlainScreen;
import io.ramtalk.cli.internal.chat.Transcript;
import io.ramtalk.cli.internal.print.People;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command that chats with another user. */
@Command(header = "Chats with another user, live.",
    description = "%nWithout a terminal, each line of standard input is sent until input ends. In "
        + "a chat, type /help for a list of commands. NO_COLOR is honoured.")
final class ChatCommand implements Callable<Integer> {
  private final SharedOptions options;

  @Option(names = {"--user", "--user_id"}, paramLabel = "USER",
      description = "Your user id, mobile number or unique name (default: the logged-in user).")
  private @Nullable String user;

  @Parameters(paramLabel = "PEER", description = "User id, mobile number or unique name of the "
      + "user to chat with.")
  private String other = "";

  ChatCommand(SharedOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() throws IOException {
    var server = options.server();
    var self = People.find(server, options.user(user, "--user"));
    var peer = People.find(server, other);
    var transcript = new Transcript();
    try (var screen = open(transcript, self.label() + " with " + peer.label())) {
      return converse(new Chat(server, self, peer, new Chat.Stage(transcript, screen)), screen);
    }
  }

  private static int converse(Chat chat, ChatScreen screen) throws IOException {
    chat.note("Talking with " + chat.peer().label() + ". Type /help for a list of commands.");
    var exitCode = new AtomicInteger();
    var following = new Thread(() -> exitCode.set(chat.follow()), "follow");
    following.setDaemon(true);
    following.start();
    var input = new ChatInput(chat);
    for (var line = screen.readLine(""); line != null && input.enter(line);) {
      line = screen.readLine(input.unsent());
    }
    following.interrupt();
    return exitCode.get();
  }

  /** Opens the full screen if this process has a terminal, otherwise a plain screen. */
  private ChatScreen open(Transcript transcript, String title) throws IOException {
    var shell = options.shell();
    if (shell.in().equals(System.in) && !"dumb".equals(shell.variable("TERM"))) {
      boolean colours = shell.variable("NO_COLOR").isEmpty();
      var whole = FullScreen.open(transcript, title, colours);
      if (whole != null) {
        return whole;
      }
    }
    return new PlainScreen(shell, transcript);
  }
}
