package io.ramtalk.server.internal.wire;

import io.undertow.server.HttpServerExchange;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads query parameters. */
public final class Query {
  private static final int MAX_NUMBER_CHARS = 16;

  private Query() {}

  /** Returns the first value of a parameter, or null. */
  public static @Nullable String text(HttpServerExchange exchange, String name) {
    var values = exchange.getQueryParameters().get(name);
    return values == null ? null : values.peekFirst();
  }

  /** Returns a whole number, or the given default if the parameter is missing. */
  public static int number(HttpServerExchange exchange, String name, int other) {
    var text = text(exchange, name);
    try {
      return text == null ? other : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw invalid(name, "a whole number");
    }
  }

  /** Returns a number of seconds, to the millisecond, or null if the parameter is missing. */
  public static @Nullable Duration seconds(HttpServerExchange exchange, String name) {
    var text = text(exchange, name);
    if (text == null) {
      return null;
    }
    if (text.length() > MAX_NUMBER_CHARS) {
      throw invalid(name, "a number of seconds");
    }
    try {
      return JsonFields.seconds(new BigDecimal(text));
    } catch (NumberFormatException e) {
      throw invalid(name, "a number of seconds");
    }
  }

  /** Returns a mobile number or user as written, or null if the parameter is missing. */
  public static @Nullable String mobile(HttpServerExchange exchange, String name) {
    var text = text(exchange, name);
    return text == null ? null : UrlencodedForm.withPlus(text);
  }

  private static ProblemException invalid(String name, String what) {
    return new ProblemException(422, "query_invalid", name + " must be " + what);
  }
}
