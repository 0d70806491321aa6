package io.ramtalk.server.internal.sms;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ramtalk.server.internal.http.Bodies;
import io.ramtalk.server.internal.http.Call;
import io.ramtalk.server.internal.http.Response;
import io.ramtalk.server.internal.wire.Escapes;
import io.ramtalk.server.internal.wire.Fields;
import io.ramtalk.server.internal.wire.Json;
import io.ramtalk.server.internal.wire.MediaType;
import io.ramtalk.server.internal.wire.ProblemException;
import io.ramtalk.server.internal.wire.Query;
import io.ramtalk.server.internal.wire.UrlencodedForm;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The provider's message resource (https://www.twilio.com/docs/messaging/api/message-resource):
 * create, fetch and list.
 */
final class SmsEndpoint {
  static final String LIST = "/" + SmsProvider.API_VERSION + "/Accounts/{id}/Messages.json";
  static final String ONE = "/" + SmsProvider.API_VERSION + "/Accounts/{account}/Messages/{id}";

  private static final Bodies.Bound BOUND = Bodies.Bound.of(16 << 10);
  private static final int MAX_BODY_CHARS = 1_600;
  private static final int SEGMENT_CHARS = 160;
  private static final int LONG_SEGMENT_CHARS = 153;
  private static final int MAX_URL_CHARS = 2_000;
  private static final int DEFAULT_PAGE_SIZE = 50;
  private static final int MAX_PAGE_SIZE = 1_000;
  private static final int ACCOUNT_SEGMENT = 3;
  private static final String JSON_SUFFIX = ".json";
  private static final DateTimeFormatter DATE = DateTimeFormatter
      .ofPattern("EEE, dd MMM uuuu HH:mm:ss '+0000'", Locale.US).withZone(ZoneOffset.UTC);

  private final SmsProvider provider;
  private final Bodies bodies;
  private final SmsErrors errors;

  SmsEndpoint(SmsProvider provider, Bodies bodies) {
    this.provider = provider;
    this.bodies = bodies;
    errors = new SmsErrors(bodies.problems());
  }

  /** Handles {@code POST}: sends a message. */
  void create(Call call) throws Exception {
    var exchange = call.exchange();
    errors.guard(call, () -> {
      var account = account(exchange);
      bodies.read(call, BOUND, body -> errors.guard(call, () -> {
        var message = provider.send(order(account, UrlencodedForm.parse(body)));
        /* As at the provider, the response describes the message before its delivery. */
        var queued = new SmsMessage.Progress(SmsMessage.State.QUEUED, message.created(), null);
        Response.send(exchange, 201, MediaType.JSON,
            Json.object(json -> write(json, message, queued)));
      }));
    });
  }

  /** Handles {@code GET} of one message. */
  void fetch(Call call) throws Exception {
    var exchange = call.exchange();
    errors.guard(call, () -> {
      var account = account(exchange);
      var id = call.id();
      var message = id.endsWith(JSON_SUFFIX) ? provider.log().find(
          id.substring(0, id.length() - JSON_SUFFIX.length())) : null;
      if (message == null || !message.order().account().sid().equals(account.sid())) {
        throw notFound(exchange);
      }
      Response.json(exchange, json -> write(json, message, message.progress()));
    });
  }

  /** Handles {@code GET} of the list: a page of the latest messages, newest first. */
  void list(Call call) throws Exception {
    var exchange = call.exchange();
    errors.guard(call, () -> {
      var account = account(exchange);
      if (exchange.getQueryParameters().keySet().stream().anyMatch(
          name -> name.startsWith("DateSent"))) {
        throw new ProblemException(400, "sms_parameter_unknown", "DateSent is not supported");
      }
      int size = Math.min(MAX_PAGE_SIZE, number(exchange, "PageSize", DEFAULT_PAGE_SIZE, 1));
      int page = number(exchange, "Page", 0, 0);
      var to = Query.mobile(exchange, "To");
      var from = Query.mobile(exchange, "From");
      var all = provider.log().list(message -> message.order().account().sid().equals(account.sid())
          && (to == null || to.equals(message.order().to()))
          && (from == null || from.equals(message.order().from())));
      Response.json(exchange, json -> writePage(json, exchange, all, new Page(page, size)));
    });
  }

  /** A page of a list. */
  private record Page(int number, int size) {
    int start() {
      return (int) Math.min(Integer.MAX_VALUE, (long) number * size);
    }
  }

  private SmsAccount account(HttpServerExchange exchange) {
    var shown = SmsAccount.of(exchange, provider.account());
    var named = exchange.getRelativePath().split("/", -1)[ACCOUNT_SEGMENT];
    if (provider.account() != null && !named.equals(shown.sid())) {
      throw notFound(exchange);
    }
    return new SmsAccount(named, shown.token());
  }

  private SmsMessage.Order order(SmsAccount account, Fields fields) {
    var phones = provider.phones();
    var to = present(
        fields.mobile("To"), "sms_to_missing", "A 'To' phone number is required.");
    if (!phones.isMobile(to)) {
      throw new ProblemException(400, "sms_to_invalid",
          "The 'To' number " + Escapes.line(to) + " is not a valid phone number.");
    }
    var service = fields.text("MessagingServiceSid");
    var from = fields.mobile("From");
    if (from == null && service == null) {
      throw new ProblemException(
          400, "sms_from_missing", "A 'From' phone number is required.");
    }
    if (!phones.isSender(from != null ? from : String.valueOf(service))) {
      throw new ProblemException(400, "sms_from_invalid", "The 'From' number "
          + Escapes.line(from) + " is not a valid phone number, shortcode, or sender ID.");
    }
    var body = present(
        fields.text("Body"), "sms_body_missing", "Message body is required.");
    if (body.length() > MAX_BODY_CHARS) {
      throw new ProblemException(400, "sms_body_too_long",
          "The concatenated message body exceeds the " + MAX_BODY_CHARS + " character limit");
    }
    return new SmsMessage.Order(
        account, from, service, to, body, callback(fields.text("StatusCallback")));
  }

  private static String present(@Nullable String value, String code, String detail) {
    if (value == null || value.isEmpty()) {
      throw new ProblemException(400, code, detail);
    }
    return value;
  }

  private @Nullable URI callback(@Nullable String url) {
    if (url == null || url.isEmpty()) {
      return null;
    }
    try {
      var uri = URI.create(url);
      if (url.length() <= MAX_URL_CHARS && uri.getHost() != null
          && provider.targets().mayAllow(uri) && ("http".equalsIgnoreCase(uri.getScheme())
              || "https".equalsIgnoreCase(uri.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // // Rejected below, like any other text that is not a URL.
    }
    throw new ProblemException(
        400, "sms_callback_invalid", "The StatusCallback URL " + Escapes.line(url)
            + " is not a valid URL.");
  }

  private static int number(HttpServerExchange exchange, String name, int other, int min) {
    int number = Query.number(exchange, name, other);
    if (number < min) {
      throw new ProblemException(422, "query_invalid", name + " must be " + min + " or more");
    }
    return number;
  }

  private static ProblemException notFound(HttpServerExchange exchange) {
    return new ProblemException(404, "sms_not_found", "The requested resource "
        + Escapes.line(exchange.getRelativePath()) + " was not found");
  }

  private static void writePage(
      JsonGenerator json, HttpServerExchange exchange, List<SmsMessage> all, Page page)
      throws IOException {
    var path = exchange.getRelativePath() + "?" + parameter(exchange, "To")
        + parameter(exchange, "From");
    int start = Math.min(page.start(), all.size());
    int end = Math.min(all.size(), start + page.size());
    json.writeStringField("first_page_uri", uri(path, 0, page.size()));
    json.writeNumberField("end", Math.max(start, end - 1));
    json.writeStringField("previous_page_uri",
        page.number() == 0 ? null : uri(path, page.number() - 1, page.size()));
    json.writeArrayFieldStart("messages");
    for (var message : all.subList(start, end)) {
      json.writeStartObject();
      write(json, message, message.progress());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringField("uri", uri(path, page.number(), page.size()));
    json.writeNumberField("page_size", page.size());
    json.writeNumberField("start", start);
    json.writeStringField("next_page_uri",
        end == all.size() ? null : uri(path, page.number() + 1, page.size()));
    json.writeNumberField("page", page.number());
  }

  private static String uri(String start, int page, int size) {
    return start + "PageSize=" + size + "&Page=" + page;
  }

  private static String parameter(HttpServerExchange exchange, String name) {
    var value = Query.text(exchange, name);
    return value == null ? ""
        : name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8) + "&";
  }

  private static void write(JsonGenerator json, SmsMessage message, SmsMessage.Progress progress)
      throws IOException {
    var order = message.order();
    var uri = "/" + SmsProvider.API_VERSION + "/Accounts/" + order.account().sid() + "/Messages/"
        + message.sid();
    json.writeStringField("sid", message.sid());
    json.writeStringField("account_sid", order.account().sid());
    json.writeStringField("api_version", SmsProvider.API_VERSION);
    json.writeStringField("to", order.to());
    json.writeStringField("from", order.from());
    json.writeStringField("messaging_service_sid", order.serviceSid());
    json.writeStringField("body", order.body());
    json.writeStringField("status", progress.state().name().toLowerCase(Locale.ROOT));
    json.writeStringField("direction", "outbound-api");
    json.writeStringField("date_created", DATE.format(message.created()));
    json.writeStringField("date_updated", DATE.format(progress.at()));
    json.writeStringField("date_sent", dateSent(progress));
    json.writeStringField("num_segments", String.valueOf(segments(order.body())));
    json.writeStringField("num_media", "0");
    json.writeStringField("price", null);
    json.writeStringField("price_unit", "USD");
    json.writeFieldName("error_code");
    if (progress.errorCode() == null) {
      json.writeNull();
    } else {
      json.writeNumber(progress.errorCode());
    }
    json.writeStringField("error_message", null);
    json.writeStringField("uri", uri + JSON_SUFFIX);
    json.writeObjectFieldStart("subresource_uris");
    json.writeStringField("media", uri + "/Media.json");
    json.writeEndObject();
  }

  private static @Nullable String dateSent(SmsMessage.Progress progress) {
    Instant at = progress.state() == SmsMessage.State.QUEUED ? null : progress.at();
    return at == null ? null : DATE.format(at);
  }

  private static int segments(String body) {
    return body.length() <= SEGMENT_CHARS ? 1
        : (body.length() + LONG_SEGMENT_CHARS - 1) / LONG_SEGMENT_CHARS;
  }
}
