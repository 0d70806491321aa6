package io.ramtalk.server.internal.mail;

import io.ramtalk.Mobile;
import io.ramtalk.RamTalk;
import io.ramtalk.UserId;
import io.ramtalk.engine.Engine;
import io.ramtalk.server.internal.http.Call;
import io.ramtalk.server.internal.http.Continuation;
import io.ramtalk.server.internal.http.Endpoint;
import io.ramtalk.server.internal.http.Problems;
import io.ramtalk.server.internal.http.Response;
import io.ramtalk.server.internal.http.ResponseMemory;
import io.ramtalk.server.internal.wire.MessengerJson;
import io.ramtalk.server.internal.wire.Query;
import io.undertow.server.HttpServerExchange;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /inbox/{id}}: reads a mailbox without taking messages; can wait for any message or for
 * one that matches a filter.
 */
public final class InboxEndpoint implements Endpoint {
  private final RamTalk talk;
  private final LongPolls polls;
  private final Problems problems;
  private final Function<Mobile, @Nullable UserId> extensions;

  public InboxEndpoint(RamTalk talk, LongPolls polls, Problems problems,
      Function<Mobile, @Nullable UserId> extensions) {
    this.talk = talk;
    this.polls = polls;
    this.problems = problems;
    this.extensions = extensions;
  }

  @Override
  public void respond(Call call) throws Exception {
    var user = user(call);
    var exchange = call.exchange();
    int max = Query.number(exchange, "max", Integer.MAX_VALUE);
    var given = LongPolls.waitOf(exchange);
    var wait = given == null ? Duration.ZERO : given;
    var longest = new LongPolls.Wait(call, user, wait);
    var filter = MessageFilter.by(exchange);
    if (filter != null) {
      polls.seek(longest, new InboxSearch(longest, talk, problems, polls.searches(), filter));
    } else if (wait.isZero()) {
      new AnyMail(exchange, talk, user, max).attempt(true, responded -> { });
    } else {
      polls.seek(longest, new AnyMail(exchange, talk, user, max));
    }
  }

  /** Returns the owner of the mailbox. An extension may know users that have not signed up yet. */
  private UserId user(Call call) {
    var mobile = call.reference().mobile();
    var known = mobile != null && call.caller().mayDoEverything()
        ? extensions.apply(mobile) : null;
    return known == null ? call.user() : known;
  }

  /** All messages of the mailbox, as soon as there is one. */
  private record AnyMail(HttpServerExchange exchange, RamTalk talk, UserId user, int max)
      implements LongPolls.PollTarget {
    @Override
    public void attempt(boolean last, Continuation<Boolean> responded) throws Exception {
      var messages = talk.peek(user, max);
      boolean responds = last || !messages.isEmpty();
      if (responds) {
        ResponseMemory.take(exchange, MessengerJson.length(messages));
        Response.json(exchange, json -> MessengerJson.messages(json, messages));
      }
      responded.accept(responds);
    }

    @Override
    public Engine.Watch await(Duration rest, Consumer<Boolean> wake) {
      return talk.delivery().awaitMail(user, rest, wake);
    }
  }
}
