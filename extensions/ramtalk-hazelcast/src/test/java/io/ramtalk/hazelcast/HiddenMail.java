package io.ramtalk.hazelcast;

import io.ramtalk.Eventually;
import io.ramtalk.EveryMessageCheck;
import io.ramtalk.RamTalk;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Collection;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An invariant of a cluster: every user is offline, and every stored message can be received, once
 * all clients have left and all leases have ended.
 */
final class HiddenMail {
  private static final Pattern TEXT = Pattern.compile("\"text\":\"([^\"]+)\"");

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Eventually.LIMIT).build();
  private final URI server;

  HiddenMail(URI server) {
    this.server = server;
  }

  /** Waits until all users are offline, and receives all messages in their mailboxes. */
  static void checkNone(RamTalk talk) throws Exception {
    Eventually.that("nobody is online",
        () -> talk.list(null).noneMatch(listed -> listed.presence().online()));
    EveryMessageCheck.receiveAll(talk);
  }

  /** Waits until these users are offline, and receives all messages in their mailboxes. */
  void checkNone(Collection<String> users, Set<String> received) throws Exception {
    for (var user : users) {
      Eventually.that(user + " is offline",
          () -> ask("GET", "/users/" + user).contains("\"online\":false"));
      Eventually.that("what the mailbox of " + user + " holds can be received", () -> {
        var messages = TEXT.matcher(ask("POST", "/receive/" + user));
        while (messages.find()) {
          received.add(messages.group(1));
        }
        return ask("GET", "/export/" + user).contains("\"messages\":[]");
      });
    }
  }

  private String ask(String method, String path) throws Exception {
    var request = HttpRequest.newBuilder(server.resolve(path)).timeout(Eventually.LIMIT)
        .method(method, BodyPublishers.noBody());
    return http.send(request.build(), BodyHandlers.ofString()).body();
  }
}
