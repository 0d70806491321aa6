package io.ramtalk.server;

import io.ramtalk.Engine;
import io.ramtalk.Message;
import io.ramtalk.MessageId;
import io.ramtalk.RamTalk;
import io.ramtalk.UserId;
import io.undertow.server.HttpServerExchange;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks in a mailbox for a message that is wanted, and takes nothing out of it.
 *
 * <p><b>Threads:</b> the I/O thread of the exchange; patterns are matched on a worker. <b>Cost:</b>
 * each message is matched once, however often the mailbox is looked at.
 */
final class MatchQuest implements LongPolls.Quest {
  private static final int QUOTED_MESSAGES = 5;
  private static final int QUOTED_CHARS = 60;

  private final HttpServerExchange exchange;
  private final RamTalk talk;
  private final Problems problems;
  private final UserId user;
  private final Wanted wanted;
  private final Set<MessageId> lookedAt = new HashSet<>();

  MatchQuest(HttpServerExchange exchange, RamTalk talk, Problems problems, UserId user,
      Wanted wanted) {
    this.exchange = exchange;
    this.talk = talk;
    this.problems = problems;
    this.user = user;
    this.wanted = wanted;
  }

  @Override
  public void attempt(boolean last, Consumer<Boolean> answered) {
    var there = talk.peek(user, Integer.MAX_VALUE);
    var others = there.stream().filter(message -> !lookedAt.contains(message.id())).toList();
    lookedAt.clear();
    there.forEach(message -> lookedAt.add(message.id()));
    exchange.getConnection().getWorker().execute(() -> problems.guard(exchange, () -> {
      var found = find(others);
      exchange.getIoThread().execute(() -> problems.guard(exchange, () -> {
        if (found == null && last) {
          throw nothingMatched(there);
        }
        if (found != null && !exchange.isResponseStarted()) {
          answer(found);
        }
        answered.accept(found != null);
      }));
    }));
  }

  @Override
  public Engine.Watch await(Duration rest, Consumer<Boolean> wake) {
    return talk.awaitMail(user, rest, () -> talk.peek(user, Integer.MAX_VALUE).stream()
        .anyMatch(message -> !lookedAt.contains(message.id())), wake);
  }

  private Wanted.@Nullable Found find(List<Message> messages) {
    for (var message : messages) {
      var found = wanted.in(message);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private void answer(Wanted.Found found) {
    var messages = List.of(found.message());
    Backlog.take(exchange, Wire.length(messages));
    Answer.json(exchange, json -> {
      Wire.messages(json, messages);
      json.writeStringField("extract", found.extract());
    });
  }

  /** Says what did arrive: who waited for another can then see why. */
  private static RequestRefused nothingMatched(List<Message> there) {
    var detail = new StringBuilder("No message matched");
    detail.append(there.isEmpty() ? "; the mailbox is empty" : "; there is instead ");
    there.stream().limit(QUOTED_MESSAGES).forEach(message -> detail.append('"')
        .append(Escapes.line(message.text(), QUOTED_CHARS)).append("\", "));
    if (!there.isEmpty()) {
      detail.setLength(detail.length() - 2);
    }
    if (there.size() > QUOTED_MESSAGES) {
      detail.append(" and ").append(there.size() - QUOTED_MESSAGES).append(" more");
    }
    return new RequestRefused(404, "nothing_matched", detail.toString());
  }
}
