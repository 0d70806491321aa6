package io.ramtalk.server;

import io.ramtalk.Engine;
import io.ramtalk.InvalidInput;
import io.ramtalk.RamTalk;
import io.ramtalk.UserId;
import io.ramtalk.UserNotFound.Role;
import io.undertow.server.HttpServerExchange;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /inbox/{id}}: looks into a mailbox without taking anything; waits for mail, or for a
 * message that is wanted. The mailbox is named by the id of its user or by its mobile number.
 */
final class InboxEndpoint implements Endpoint {
  private final RamTalk talk;
  private final LongPolls polls;
  private final Problems problems;
  private final Lookups lookups;
  private final @Nullable SmsProvider sms;

  InboxEndpoint(RamTalk talk, LongPolls polls, Problems problems, Entrance entrance) {
    this.talk = talk;
    this.polls = polls;
    this.problems = problems;
    lookups = entrance.lookups();
    sms = entrance.sms();
  }

  @Override
  public void answer(Call call) {
    var user = user(call);
    call.caller().requireActingFor(user);
    var exchange = call.exchange();
    int max = Query.number(exchange, "max", Integer.MAX_VALUE);
    var given = LongPolls.waitOf(exchange);
    var wait = given == null ? Duration.ZERO : given;
    var longest = new LongPolls.Wait(call, user, wait);
    var wanted = Wanted.by(exchange);
    if (wanted != null) {
      polls.seek(longest, new MatchQuest(longest, talk, problems, polls.searches(), wanted));
    } else if (wait.isZero()) {
      new AnyMail(exchange, talk, user, max).attempt(true, answered -> { });
    } else {
      polls.seek(longest, new AnyMail(exchange, talk, user, max));
    }
  }

  /** Returns whose mailbox is meant: an id is longer than any number. */
  private UserId user(Call call) {
    var idOrMobile = call.id();
    try {
      var user = lookups.find(call.caller(), idOrMobile);
      if (user.isPresent()) {
        return user.get().id();
      } else if (sms != null && call.caller().mayDoEverything()) {
        return sms.phones().phone(idOrMobile); // every number is a phone
      }
    } catch (InvalidInput noMobile) {
      // Then it is an id, or nothing.
    }
    return Ids.user(idOrMobile, Role.USER);
  }

  /** All that is in the mailbox, as soon as there is something. */
  private record AnyMail(HttpServerExchange exchange, RamTalk talk, UserId user, int max)
      implements LongPolls.Quest {
    @Override
    public void attempt(boolean last, Consumer<Boolean> answered) {
      var messages = talk.peek(user, max);
      boolean answers = last || !messages.isEmpty();
      if (answers) {
        Backlog.take(exchange, Wire.length(messages));
        Answer.json(exchange, json -> Wire.messages(json, messages));
      }
      answered.accept(answers);
    }

    @Override
    public Engine.Watch await(Duration rest, Consumer<Boolean> wake) {
      return talk.awaitMail(user, rest, wake);
    }
  }
}
