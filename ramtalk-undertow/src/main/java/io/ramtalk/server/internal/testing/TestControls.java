package io.ramtalk.server.internal.testing;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ramtalk.RamTalk;
import io.ramtalk.User;
import io.ramtalk.UserNotFound;
import io.ramtalk.VirtualClock;
import io.ramtalk.server.internal.access.AccessControl;
import io.ramtalk.server.internal.access.Rule;
import io.ramtalk.server.internal.http.Bodies;
import io.ramtalk.server.internal.http.Call;
import io.ramtalk.server.internal.http.Endpoint;
import io.ramtalk.server.internal.http.Response;
import io.ramtalk.server.internal.http.Route;
import io.ramtalk.server.internal.http.ServerExtension;
import io.ramtalk.server.internal.mail.FaultPlan;
import io.ramtalk.server.internal.wire.Escapes;
import io.ramtalk.server.internal.wire.Json;
import io.ramtalk.server.internal.wire.JsonFields;
import io.ramtalk.server.internal.wire.MessengerJson;
import io.ramtalk.server.internal.wire.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The routes of a test server: move its clock, delete all data and plan faults. They are restricted
 * to this machine.
 */
public final class TestControls implements ServerExtension {
  static final String CLOCK = "/test/clock";
  static final String RESET = "/test/reset";
  static final String FAULTS = "/test/faults";

  private static final Bodies.Bound BOUND = Bodies.Bound.of(4 << 10);
  private static final Duration MAX_ADVANCE = Duration.ofDays(3_650);
  private static final int MAX_NTH = 1_000_000;
  private static final int DEFAULT_STATUS = 429;

  private final VirtualClock clock;
  private final RamTalk talk;
  private final Bodies bodies;
  private final FaultPlan faults;
  private final AccessControl control;
  private final Runnable resetOthers;

  /** Controls a server; {@code resetOthers} resets its other extensions. */
  public TestControls(VirtualClock clock, RamTalk talk, Bodies bodies, FaultPlan faults,
      AccessControl control, Runnable resetOthers) {
    this.clock = clock;
    this.talk = talk;
    this.bodies = bodies;
    this.faults = faults;
    this.control = control;
    this.resetOthers = resetOthers;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.of("GET", CLOCK, Rule.EVERYONE, local(this::showTime)),
        Route.of("POST", CLOCK, Rule.EVERYONE, local(this::advance)),
        Route.of("POST", RESET, Rule.EVERYONE, local(this::resetAll)),
        Route.of("GET", FAULTS, Rule.EVERYONE, local(this::showFaults)),
        Route.of("POST", FAULTS, Rule.EVERYONE, local(this::plan)),
        Route.of("DELETE", FAULTS, Rule.EVERYONE, local(this::unplan)));
  }

  /**
   * Restricts an endpoint to this machine, in case the server is reachable in spite of its
   * settings.
   */
  private static Endpoint local(Endpoint endpoint) {
    return call -> {
      if (!call.exchange().getSourceAddress().getAddress().isLoopbackAddress()) {
        throw new ProblemException(
            403, "not_allowed", "Only clients on the server's machine may use this");
      }
      endpoint.respond(call);
    };
  }

  private void showTime(Call call) {
    Response.json(call.exchange(), this::writeTime);
  }

  /** Advances the clock; everything due by then has happened before the response. */
  private void advance(Call call) throws Exception {
    bodies.readJson(call, BOUND, fields -> {
      var by = fields.seconds("advance");
      if (by == null) {
        throw new ProblemException(422, "field_missing", "advance is missing");
      }
      if (by.isNegative() || by.compareTo(MAX_ADVANCE) > 0) {
        throw new ProblemException(422, "advance_invalid",
            "advance must be 0 to " + MAX_ADVANCE.toSeconds() + " seconds");
      }
      onWorker(call, () -> clock.advance(by), this::writeTime);
    });
  }

  private void resetAll(Call call) {
    onWorker(call, () -> {
      faults.clear();
      talk.users().map(User::id).toList().forEach(user -> {
        control.forget(user);
        try {
          talk.delete(user);
        } catch (UserNotFound left) {
          // // already deleted
        }
      });
      control.reset();
      resetOthers.run();
      clock.reset();
    }, json -> {
      json.writeStringField("status", "reset");
      writeTime(json);
    });
  }

  private void plan(Call call) throws Exception {
    bodies.readJson(call, BOUND, fields -> {
      faults.add(fault(fields));
      showFaults(call);
    });
  }

  private void unplan(Call call) {
    faults.clear();
    showFaults(call);
  }

  private void showFaults(Call call) {
    int planned = faults.count();
    Response.json(call.exchange(), json -> json.writeNumberField("planned", planned));
  }

  private static FaultPlan.Fault fault(JsonFields fields) {
    var event = event(fields.required("on"));
    int nth = fields.number("nth", 1);
    int status = fields.number("status", DEFAULT_STATUS);
    var delay = fields.seconds("delay");
    if (nth < 1 || nth > MAX_NTH) {
      throw invalid("nth must be 1 to " + MAX_NTH);
    }
    if (status < 400 || status > 599) {
      throw invalid("status must be 400 to 599");
    }
    if ((delay == null) == (event == FaultPlan.Event.CODE)) {
      throw invalid("delay is required with code and not allowed otherwise");
    }
    if (delay != null && (delay.isNegative() || delay.compareTo(RamTalk.MAX_WAIT) > 0)) {
      throw invalid("delay must be 0 to " + RamTalk.MAX_WAIT.toSeconds() + " seconds");
    }
    return new FaultPlan.Fault(event, nth, status, delay == null ? Duration.ZERO : delay);
  }

  private static FaultPlan.Event event(String word) {
    return switch (word) {
      case "send" -> FaultPlan.Event.SEND;
      case "code" -> FaultPlan.Event.CODE;
      case "frame" -> FaultPlan.Event.FRAME;
      default -> throw invalid("on must be send, code or frame, not "
          + Escapes.line(word.toLowerCase(Locale.ROOT)));
    };
  }

  private static ProblemException invalid(String detail) {
    return new ProblemException(422, "fault_invalid", detail);
  }

  private void writeTime(JsonGenerator json) throws IOException {
    MessengerJson.time(json, "now", clock.instant());
  }

  /** Runs potentially slow work on a worker, where it blocks no connection. */
  private void onWorker(Call call, Runnable work, Json.Writer members) {
    var exchange = call.exchange();
    exchange.dispatch(() -> bodies.problems().guard(call, () -> {
      work.run();
      Response.json(exchange, members);
    }));
  }
}
