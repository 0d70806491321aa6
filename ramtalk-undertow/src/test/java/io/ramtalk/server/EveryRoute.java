package io.ramtalk.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.ramtalk.server.internal.wire.MediaType;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A client that uses every route of a separate server process, each as a new user. Every route that
 * takes a picture gets one. A new route must be added here before it can be used.
 */
final class EveryRoute {
  private static final Pattern CODE = Pattern.compile("\\b\\d{6}\\b");
  private static final byte[] PICTURE = Pictures.png(51_200);
  private static final String BASE64 = Base64.getEncoder().encodeToString(PICTURE);

  private final Map<String, Visit> visits = new HashMap<>();
  private final ServerProcess server;
  private final Caller caller;
  private final String adminToken;
  private long lastMobile = 10_000_000;

  /**
   * Creates a client with the server's admin token, empty for an open server. With a token, the
   * client reads one-time codes from the server's output.
   */
  EveryRoute(ServerProcess server, String adminToken) {
    this.server = server;
    this.adminToken = adminToken;
    caller = new Caller(server.uri());
    addPeople();
    addMail();
    addLive();
    addOperation();
    addSms();
    addTestControls();
  }

  /** A request to one route that returns the response status. */
  private interface Visit {
    int by(Person person) throws Exception;
  }

  /** A new user; the token is empty on an open server. */
  private record Person(String id, String token) {}

  /** Returns the routes that this class can use. */
  Set<String> lines() {
    return visits.keySet();
  }

  /** Uses each route and fails if a response does not report success. */
  void use(List<String> lines) throws Exception {
    for (var line : lines) {
      var visit = visits.get(line);
      if (visit == null) {
        throw new AssertionError("A new route; say in EveryRoute how it is used: " + line);
      }
      int status = visit.by(newPerson());
      if (status / 100 != 2 && status != 101) {
        throw new AssertionError(line + " answers " + status);
      }
    }
  }

  private void addPeople() {
    visits.put("POST /signup", person -> newPerson().id().isEmpty() ? 0 : 200);
    visits.put("POST /otp", person -> code(newMobile()).isEmpty() ? 0 : 202);
    visits.put("POST /login", person -> logIn(newMobile()));
    visits.put("DELETE /login", person -> as(person, "DELETE", "/login", ""));
    visits.put("GET /logins", person -> as(person, "GET", "/logins", ""));
    visits.put("DELETE /logins", person -> as(person, "DELETE", "/logins", ""));
    visits.put("DELETE /logins/{id}", person -> as(person, "DELETE", "/logins/"
        + call(person, caller.request("/logins")).json().at("/logins/0/id").asText(), ""));
    visits.put("GET /users", person -> as(person, "GET", "/users", ""));
    visits.put("GET /users/{id}", person -> as(person, "GET", "/users/" + person.id(), ""));
    visits.put("PATCH /users/{id}", person -> change(person, "PATCH"));
    visits.put("POST /users/{id}", person -> change(person, "POST"));
    visits.put("DELETE /users/{id}", person -> as(person, "DELETE", "/users/" + person.id(), ""));
    visits.put("GET /users/{id}/image", person -> as(person, "GET", image(person), ""));
    visits.put("DELETE /users/{id}/image", person -> as(person, "DELETE", image(person), ""));
    visits.put("PUT /users/{id}/image", person -> call(person, caller.request(image(person))
        .PUT(BodyPublishers.ofByteArray(PICTURE))).status());
    visits.put("GET /export/{id}", person -> as(person, "GET", "/export/" + person.id(), ""));
  }

  private void addMail() {
    visits.put("POST /send", this::send);
    visits.put("GET /receive/{id}", person -> {
      send(person);
      as(person, "GET", "/receive/" + person.id(), "");
      return as(person, "GET", "/receive/" + person.id() + "?wait=1", "");
    });
    visits.put("POST /receive/{id}", person -> as(person, "POST", "/receive/" + person.id(), ""));
    visits.put("POST /receive/{id}/ack", person -> leaseThen(person, "ack"));
    visits.put("POST /receive/{id}/release", person -> leaseThen(person, "release"));
    visits.put("GET /inbox/{id}", person -> as(person, "GET", "/inbox/" + person.id(), ""));
    visits.put("GET /sent/{id}", person -> as(person, "GET", "/sent/" + person.id(), ""));
    visits.put("POST /read/{id}", person -> {
      send(person);
      var ids = receive(person, "").messages().stream().map(message -> message.get("id")).toList();
      return as(person, "POST", "/read/" + person.id(), JsonNodeFactory.instance.objectNode()
          .put("from_id", person.id())
          .set("ids", JsonNodeFactory.instance.arrayNode().addAll(ids)).toString());
    });
  }

  private void addLive() {
    visits.put("GET /stream/{id}", person -> {
      send(person);
      try (var stream = EventStream.open(server.uri().getPort(), "/stream/" + person.id()
          + "?ack=auto", "Authorization: Bearer " + person.token())) {
        stream.next("hello");
        stream.next("message");
        return stream.status();
      }
    });
    visits.put("GET /ws/{id}", person -> {
      try (var socket = LiveSocket.open(
          server.uri().getPort(), "/ws/" + person.id(), person.token())) {
        socket.next("hello");
        socket.next("caught_up");
        socket.say("{\"type\":\"send\",\"to_id\":\"" + person.id() + "\",\"message\":\"a\","
            + "\"image\":\"" + BASE64 + "\"}");
        socket.next();
        socket.next();
        return 101;
      }
    });
  }

  private void addOperation() {
    var admin = new Person("", adminToken);
    for (var path : List.of("/stats", "/metrics", "/snapshot", "/livez", "/readyz", "/", "/docs",
        "/openapi.json")) {
      visits.put("GET " + path, person -> as(admin, "GET", path, ""));
    }
    visits.put("GET /page/{id}", person -> as(person, "GET", "/page/lit-html.js", ""));
  }

  /** Adds the SMS routes; status callbacks go to the server itself. */
  private void addSms() {
    var list = "/2010-04-01/Accounts/AC1/Messages.json";
    visits.put("POST /2010-04-01/Accounts/{id}/Messages.json", person -> sms(list)
        .response().statusCode());
    visits.put("GET /2010-04-01/Accounts/{id}/Messages.json", person ->
        caller.call(asApplication(list).build()).status());
    visits.put("GET /2010-04-01/Accounts/{account}/Messages/{id}", person -> caller.call(
        asApplication("/2010-04-01/Accounts/AC1/Messages/" + sms(list).text("sid") + ".json")
            .build()).status());
    visits.put("POST /v2/Services/{id}/Verifications", person -> verify("Verifications",
        "Channel=sms&To=" + newMobile()));
    visits.put("POST /v2/Services/{id}/VerificationCheck", person -> {
      var mobile = newMobile();
      verify("Verifications", "Channel=sms&CustomCode=123456&To=" + mobile);
      return verify("VerificationCheck", "Code=123456&To=" + mobile);
    });
  }

  private Caller.Reply sms(String list) {
    return caller.call(asApplication(list).POST(BodyPublishers.ofString("From=" + newMobile()
        + "&To=" + newMobile() + "&Body=Hello&StatusCallback=" + server.uri() + "/livez")).build());
  }

  private int verify(String resource, String form) {
    return caller.call(asApplication("/v2/Services/VA1/" + resource)
        .POST(BodyPublishers.ofString(form)).build()).status();
  }

  private HttpRequest.Builder asApplication(String path) {
    return caller.request(path).header("Content-Type", MediaType.URLENCODED).header(
        "Authorization", "Basic " + Base64.getEncoder().encodeToString("AC1:secret".getBytes()));
  }

  private void addTestControls() {
    var anyone = new Person("", "");
    visits.put("GET /test/clock", person -> as(anyone, "GET", "/test/clock", ""));
    visits.put("POST /test/clock", person -> as(anyone, "POST", "/test/clock",
        "{\"advance\":1}"));
    visits.put("GET /test/faults", person -> as(anyone, "GET", "/test/faults", ""));
    visits.put("POST /test/faults", person -> as(anyone, "POST", "/test/faults",
        "{\"on\":\"send\",\"nth\":1000000}"));
    visits.put("DELETE /test/faults", person -> as(anyone, "DELETE", "/test/faults", ""));
    visits.put("POST /test/reset", person -> as(anyone, "POST", "/test/reset", ""));
  }

  private Person newPerson() throws IOException {
    var mobile = newMobile();
    var form = Multipart.ofRequests().field("mobile", mobile).field("name", "N".repeat(64))
        .file("image", "me", PICTURE);
    if (!adminToken.isEmpty()) {
      form.field("code", code(mobile));
    }
    var reply = caller.postMultipart(form);
    if (reply.status() / 100 != 2) {
      throw new AssertionError("Not signed up: " + reply.body());
    }
    return new Person(reply.text("user_id"), reply.text("token"));
  }

  private int logIn(String mobile) throws IOException {
    return caller.postJson("/login", "{\"mobile\":\"" + mobile + "\",\"code\":\"" + code(mobile)
        + "\"}").status();
  }

  private String code(String mobile) throws IOException {
    caller.postJson("/otp", "{\"mobile\":\"" + mobile + "\"}");
    var code = CODE.matcher(server.line());
    return code.find() ? code.group() : "";
  }

  private String newMobile() {
    lastMobile++;
    return "0" + lastMobile;
  }

  private int change(Person person, String method) {
    return as(person, method, "/users/" + person.id(), "{\"name\":\"B\",\"image\":\"" + BASE64
        + "\"}");
  }

  private static String image(Person person) {
    return "/users/" + person.id() + "/image";
  }

  /** Sends one message as JSON and one as a line of a bulk send. */
  private int send(Person person) {
    var message = "{\"from_id\":\"" + person.id() + "\",\"to_id\":\"" + person.id()
        + "\",\"message\":\"" + "x".repeat(4_096) + "\",\"image\":\"" + BASE64 + "\"}";
    int alone = as(person, "POST", "/send", message);
    int many = call(person, caller.request("/send").header("Content-Type", MediaType.NDJSON)
        .POST(BodyPublishers.ofString(message + "\n"))).status();
    return Math.max(alone, many);
  }

  private int leaseThen(Person person, String what) {
    send(person);
    var lease = receive(person, "?lease=30").text("lease");
    return as(person, "POST", "/receive/" + person.id() + "/" + what,
        "{\"lease\":\"" + lease + "\"}");
  }

  private Caller.Reply receive(Person person, String query) {
    return call(person, caller.request("/receive/" + person.id() + query));
  }

  private int as(Person person, String method, String path, String json) {
    var body = json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json);
    return call(person, caller.request(path).header("Content-Type", MediaType.JSON)
        .method(method, body)).status();
  }

  private Caller.Reply call(Person person, HttpRequest.Builder request) {
    return caller.call(person.token().isEmpty() ? request.build()
        : request.header("Authorization", "Bearer " + person.token()).build());
  }
}
