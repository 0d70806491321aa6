package io.ramtalk.server.internal.mail;

import io.ramtalk.engine.Engine;
import io.ramtalk.Message;
import io.ramtalk.MessageId;
import io.ramtalk.RamTalk;
import io.ramtalk.UserId;
import io.ramtalk.server.internal.http.Call;
import io.ramtalk.server.internal.http.Continuation;
import io.ramtalk.server.internal.http.DisconnectWatch;
import io.ramtalk.server.internal.http.Problems;
import io.ramtalk.server.internal.http.RequestPool;
import io.ramtalk.server.internal.http.Response;
import io.ramtalk.server.internal.http.ResponseMemory;
import io.ramtalk.server.internal.wire.Escapes;
import io.ramtalk.server.internal.wire.MessengerJson;
import io.ramtalk.server.internal.wire.ProblemException;
import io.undertow.server.HttpServerExchange;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Searches a mailbox for a message that matches a filter, without taking it.
 *
 * <p><b>Threads:</b> those of the request, one at a time; patterns are compiled and matched on the
 * search threads. <b>Cost:</b> each message is matched once, however often the mailbox is checked.
 * If the client disconnects, the search stops after the current message.
 */
final class InboxSearch implements LongPolls.PollTarget {
  private static final int QUOTED_MESSAGES = 5;
  private static final int QUOTED_CHARS = 60;

  private final Call call;
  private final HttpServerExchange exchange;
  private final RamTalk talk;
  private final Problems problems;
  private final RequestPool searches;
  private final UserId user;
  private final MessageFilter.Asked asked;
  private final Set<MessageId> lookedAt = new HashSet<>();
  private @Nullable MessageFilter filter;

  InboxSearch(LongPolls.Wait wait, RamTalk talk, Problems problems, RequestPool searches,
      MessageFilter.Asked asked) {
    call = wait.call();
    exchange = call.exchange();
    user = wait.user();
    this.talk = talk;
    this.problems = problems;
    this.searches = searches;
    this.asked = asked;
  }

  @Override
  public void attempt(boolean last, Continuation<Boolean> responded) {
    var there = talk.peek(user, Integer.MAX_VALUE);
    var others = there.stream().filter(message -> !lookedAt.contains(message.id())).toList();
    lookedAt.clear();
    there.forEach(message -> lookedAt.add(message.id()));
    var disconnect = new DisconnectWatch(exchange);
    disconnect.watch();
    try {
      searches.execute(call, user, () -> goOn(disconnect, search(others, found -> {
        conclude(found, last ? there : null);
        responded.accept(found != null);
      })));
    } catch (ProblemException e) {
      disconnect.ignore();
      throw e;
    }
  }

  /** Handles the result of a search, which is null if nothing matches. */
  private interface Conclusion {
    void accept(MessageFilter.@Nullable Found found) throws Exception;
  }

  /** Searches, and returns the step that handles the result. */
  private Problems.Step search(List<Message> messages, Conclusion outcome) {
    try {
      var found = find(messages);
      return () -> outcome.accept(found);
    } catch (RuntimeException | StackOverflowError e) {
      return () -> {
        throw e;
      };
    }
  }

  private void goOn(DisconnectWatch disconnect, Problems.Step step) {
    call.execute(() -> problems.guard(call, () -> {
      if (RequestPool.canRespond(exchange)) {
        disconnect.ignore();
        step.run();
      }
    }));
  }

  @Override
  public Engine.Watch await(Duration rest, Consumer<Boolean> wake) {
    return talk.delivery().awaitMail(user, rest, () -> talk.peek(user, Integer.MAX_VALUE).stream()
        .anyMatch(message -> !lookedAt.contains(message.id())), wake);
  }

  private MessageFilter.@Nullable Found find(List<Message> messages) {
    var known = filter == null ? asked.compile() : filter;
    filter = known;
    known.checkCost(messages);
    MessageFilter.Found found = null;
    for (int i = 0; found == null && i < messages.size() && RequestPool.canRespond(exchange); i++) {
      found = known.in(messages.get(i));
    }
    return found;
  }

  /** Responds with the match, or, on the last attempt, with an error that quotes the mailbox. */
  private void conclude(MessageFilter.@Nullable Found found,
      @Nullable List<Message> thereAtTheEnd) {
    if (found != null) {
      respond(found);
    } else if (thereAtTheEnd != null) {
      throw nothingMatched(thereAtTheEnd);
    }
  }

  private void respond(MessageFilter.Found found) {
    var messages = List.of(found.message());
    ResponseMemory.take(exchange, MessengerJson.length(messages));
    Response.json(exchange, json -> {
      MessengerJson.messages(json, messages);
      json.writeStringField("extract", found.extract());
    });
  }

  /** Returns an error that quotes the messages present, so the caller can see why none matched. */
  private static ProblemException nothingMatched(List<Message> there) {
    var detail = new StringBuilder("No message matched");
    detail.append(there.isEmpty() ? "; the mailbox is empty" : "; the mailbox contains ");
    there.stream().limit(QUOTED_MESSAGES).forEach(message -> detail.append('"')
        .append(Escapes.line(message.text(), QUOTED_CHARS)).append("\", "));
    if (!there.isEmpty()) {
      detail.setLength(detail.length() - 2);
    }
    if (there.size() > QUOTED_MESSAGES) {
      detail.append(" and ").append(there.size() - QUOTED_MESSAGES).append(" more");
    }
    return new ProblemException(404, "nothing_matched", detail.toString());
  }
}
