package io.ramtalk.server.internal.people;

import io.ramtalk.Limits;
import io.ramtalk.Profile;
import io.ramtalk.RamTalk;
import io.ramtalk.server.RateLimit;
import io.ramtalk.server.internal.access.AccessControl;
import io.ramtalk.server.internal.access.Logins;
import io.ramtalk.server.internal.access.Proxies;
import io.ramtalk.server.internal.access.RateLimiter;
import io.ramtalk.server.internal.http.Bodies;
import io.ramtalk.server.internal.http.Call;
import io.ramtalk.server.internal.http.Endpoint;
import io.ramtalk.server.internal.http.Problems;
import io.ramtalk.server.internal.http.Response;
import io.ramtalk.server.internal.wire.Fields;
import io.ramtalk.server.internal.wire.JsonFields;
import io.ramtalk.server.internal.wire.MediaType;
import io.ramtalk.server.internal.wire.MessengerJson;
import io.ramtalk.server.internal.wire.MultipartForm;
import io.ramtalk.server.internal.wire.ProblemException;
import io.ramtalk.server.internal.wire.UrlencodedForm;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /signup}: registers a mobile number. On a server with logins, the form also needs a
 * one-time code, and the user is logged in at once.
 */
public final class SignUpEndpoint implements Endpoint {
  /* The limit is a picture in base64 and room for the other fields. A longer multipart body must
   * contain a picture that is too large, so it gets the error of the first RAMTalk server. */
  private static final int ROOM_FOR_FIELDS_BYTES = 16 << 10;

  private final RamTalk talk;
  private final Bodies bodies;
  private final @Nullable Logins logins;
  private final RateLimiter limiter;
  private final Proxies proxies;
  private final Bodies.Bound formBound;
  private final Bodies.Bound bound;

  public SignUpEndpoint(RamTalk talk, Bodies bodies, AccessControl control, Proxies proxies) {
    this.talk = talk;
    this.bodies = bodies;
    logins = control.logins();
    limiter = control.limiter();
    this.proxies = proxies;
    int maxBytes = maxBodyBytes(talk.limits());
    bound = Bodies.Bound.of(maxBytes);
    formBound = new Bodies.Bound(maxBytes, new ProblemException(
        400, "image_too_large", Problems.imageTooLarge(talk.limits())));
  }

  /** Returns the maximum length of a body. */
  public static int maxBodyBytes(Limits limits) {
    return limits.imageBytes() / 3 * 4 + ROOM_FOR_FIELDS_BYTES;
  }

  @Override
  public void respond(Call call) throws Exception {
    var exchange = call.exchange();
    switch (MediaType.of(exchange)) {
      case MediaType.MULTIPART -> {
        var type = exchange.getRequestHeaders().getFirst(Headers.CONTENT_TYPE);
        var pool = exchange.getConnection().getByteBufferPool();
        bodies.read(call, formBound,
            body -> signUp(exchange, MultipartForm.parse(body, type, pool)));
      }
      case MediaType.URLENCODED -> bodies.read(call, bound,
          body -> signUp(exchange, UrlencodedForm.parse(body)));
      case MediaType.JSON -> bodies.read(call, bound,
          body -> signUp(exchange, JsonFields.parse(body)));
      default -> throw MediaType.unsupported(
          MediaType.MULTIPART + ", " + MediaType.URLENCODED + " or " + MediaType.JSON);
    }
  }

  private void signUp(HttpServerExchange exchange, Fields fields) {
    var mobile = fields.requiredMobile("mobile");
    var name = fields.text("name");
    var image = fields.file("image");
    var profile = new Profile(mobile, name == null ? "" : name, image);
    if (logins == null) {
      limiter.take(RateLimit.SIGNUPS_PER_ADDRESS, proxies.client(exchange));
      var signUp = talk.signUp(profile);
      Response.json(exchange, json -> MessengerJson.signUp(json, signUp));
    } else {
      var in = logins.logIn(proxies.client(exchange), profile, fields.required("code"));
      Response.json(exchange, json -> LoginEndpoint.write(json, in));
    }
  }
}
