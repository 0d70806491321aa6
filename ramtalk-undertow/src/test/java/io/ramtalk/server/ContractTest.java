package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.ramtalk.Docs;
import io.ramtalk.server.internal.access.Rule;
import io.ramtalk.server.internal.wire.MediaType;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract at {@code /openapi.json} matches the server in both directions. */
final class ContractTest {
  private static final String IRI = "https://ramtalk.invalid/openapi.json";
  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
  private static final Pattern STATUS = Pattern.compile("\\d{3}");
  private static final Pattern CODE = Pattern.compile("`(\\w+)`");

  private static OtpServer server;
  private static JsonNode contract;
  private static SchemaRegistry schemas;
  private static OtpServer.Person ana;
  private static OtpServer.Person bo;

  @BeforeAll
  static void start() {
    server = new OtpServer();
    var text = server.caller().get("/openapi.json").body();
    contract = Caller.parse(text);
    schemas = SchemaRegistry.withDefaultDialect(
        SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Map.of(IRI, text)));
    ana = server.logIn("01711111111");
    bo = server.logIn("01722222222");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void operations_areTheRoutes() {
    var operations = new TreeSet<String>();
    contract.get("paths").properties().forEach(path -> path.getValue().fieldNames()
        .forEachRemaining(name -> {
          if (METHODS.contains(name)) {
            operations.add(name.toUpperCase(Locale.ROOT) + " " + path.getKey());
          }
        }));

    assertThat(contract.get("openapi").asText()).startsWith("3.1.");
    assertThat(operations).containsExactlyInAnyOrderElementsOf(server.server().routes().stream()
        .map(route -> route.method() + " " + route.template()).toList());
  }

  @Test
  void operations_thatNeedALogin_areThoseThatAreNotForEveryone() {
    assertThat(server.server().routes()).allSatisfy(route -> assertThat(
        operation(route.method(), route.template()).path("security").isEmpty()
            && operation(route.method(), route.template()).has("security"))
        .as(route.method() + " " + route.template()).isEqualTo(route.rule() == Rule.EVERYONE));
  }

  /** Generators make one class or file per schema, and some file systems ignore case. */
  @Test
  void schemas_differByMoreThanCase() {
    var names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    contract.at("/components/schemas").fieldNames().forEachRemaining(
        name -> assertThat(names.add(name)).as(name).isTrue());

    assertThat(names).hasSizeGreaterThan(20);
  }

  @Test
  void codes_areThoseOfThePage() throws IOException {
    var codes = new TreeSet<String>();
    contract.at("/components/schemas/Code/enum").forEach(code -> codes.add(code.asText()));
    var named = new TreeSet<String>();
    Docs.rows("docs/errors.md").stream()
        .filter(row -> STATUS.matcher(row.get(0)).matches())
        .forEach(row -> CODE.matcher(row.get(1))
            .results().forEach(code -> named.add(code.group(1))));

    assertThat(codes).hasSizeGreaterThan(40).isEqualTo(named);
  }

  @Test
  void examples_fitTheirSchemas() {
    var examples = new ArrayList<String>();
    walk(contract, "", (pointer, node) -> {
      if (node.has("example") && node.has("schema")) {
        examples.add(pointer);
        check(pointer + "/schema", node.get("example"));
      }
    });

    assertThat(examples).hasSizeGreaterThan(40);
  }

  @Test
  void answers_fitTheirSchemas() {
    var picture = Base64.getEncoder().encodeToString(Pictures.png(200));
    var send = "{\"from_id\":\"" + ana.id() + "\",\"to_id\":\"" + bo.id()
        + "\",\"message\":\"Hi\",\"image\":\"" + picture
        + "\",\"expires_in\":60,\"destruct_after\":0.5}";
    var box = "/receive/" + bo.id();

    var sent = responses(ana, "POST /send", "/send", send, 200);
    responses(ana, "GET /sent/{id}", "/sent/" + ana.id(), "", 200);
    responses(bo, "GET /receive/{id}", box + "?lease=0.1&lease_id=a", "", 200);
    responses(bo, "POST /receive/{id}/release", box + "/release", "{\"lease\":\"a\"}", 200);
    responses(bo, "GET /inbox/{id}", "/inbox/" + bo.id(), "", 200);
    responses(bo, "GET /export/{id}", "/export/" + bo.id(), "", 200);
    responses(bo, "POST /receive/{id}", box + "?lease=9&lease_id=b", "", 200);
    responses(bo, "POST /receive/{id}/ack", box + "/ack", "{\"lease\":\"b\"}", 200);
    responses(bo, "GET /receive/{id}", box, "", 200);
    responses(bo, "POST /read/{id}", "/read/" + bo.id(), "{\"from_id\":\"" + ana.id()
        + "\",\"ids\":[\"" + sent.text("id") + "\"]}", 200);
    responses(ana, "GET /sent/{id}",
        "/sent/" + ana.id() + "?message_id=" + sent.text("id"), "", 200);
    for (var method : List.of("PATCH", "POST")) {
      responses(bo, method + " /users/{id}", "/users/" + bo.id(),
          "{\"name\":\"Bo\",\"image\":\"" + picture + "\"}", 200);
    }
    responses(ana, "GET /users/{id}", "/users/" + bo.id(), "", 200);
    responses(ana, "GET /users", "/users", "", 200);
    responses(bo, "DELETE /users/{id}/image", "/users/" + bo.id() + "/image", "", 200);
    var admin = new OtpServer.Person("", OtpServer.ADMIN_TOKEN);
    responses(admin, "GET /stats", "/stats", "", 200);
    for (var path : List.of("/livez", "/readyz", "/openapi.json")) {
      responses(admin, "GET " + path, path, "", 200);
    }
  }

  @Test
  void answersToLogins_fitTheirSchemas() {
    var nobody = new OtpServer.Person("", "");
    var mobile = "{\"mobile\":\"01733333333\"";

    responses(nobody, "POST /otp", "/otp", mobile + "}", 202);
    responses(nobody, "POST /login", "/login", mobile + ",\"code\":\"x\"}", 401);
    var in = responses(nobody, "POST /login", "/login",
        mobile + ",\"code\":\"" + server.code("01733333333") + "\"}", 200);
    var cy = new OtpServer.Person(in.text("user_id"), in.text("token"));
    responses(cy, "GET /logins", "/logins", "", 200);
    responses(cy, "DELETE /logins/{id}", "/logins/x", "", 404);
    responses(cy, "DELETE /login", "/login", "", 200);
    var third = server.logIn("01733333333");
    var other = server.logIn("01733333333");
    var id = server.get(other.token(), "/logins").at("/logins/0/id").asText();
    responses(other, "DELETE /logins/{id}", "/logins/" + id, "", 200);
    responses(third, "GET /logins", "/logins", "", 401);
    responses(other, "DELETE /logins", "/logins", "", 200);
    var again = server.logIn("01733333333");
    responses(again, "DELETE /users/{id}", "/users/" + again.id(), "", 200);
    responses(again, "GET /users/{id}", "/users/" + again.id(), "", 401);
    responses(nobody, "POST /signup", "/signup", mobile + ",\"code\":\""
        + server.code("01733333333") + "\"}", 200);
  }

  @Test
  void refusals_fitTheProblem() {
    var box = "/receive/" + bo.id();

    responses(ana, "POST /send", "/send", "{", 400);
    responses(ana, "POST /send", "/send", "{}", 422);
    responses(ana, "POST /send", "/send", "{\"x\":\"" + "x".repeat(200_000) + "\"}", 413);
    responses(ana, "GET /receive/{id}", box, "", 403);
    responses(bo, "GET /receive/{id}", box + "?max=x", "", 422);
    responses(bo, "GET /ws/{id}", "/ws/" + bo.id(), "", 426);
    responses(bo, "GET /stats", "/stats", "", 403);
    responses(bo, "GET /snapshot", "/snapshot", "", 403);
    responses(bo, "GET /page/{id}", "/page/none.js", "", 404);
    responses(new OtpServer.Person("", ""), "GET /users", "/users", "", 401);
  }

  @Test
  void lines_fitTheirSchema() {
    var line = "{\"from_id\":\"" + ana.id() + "\",\"to_id\":\"" + bo.id() + "\",\"message\":";
    var reply = server.caller().call(server.request(ana.token(), "/send")
        .header("Content-Type", MediaType.NDJSON)
        .POST(BodyPublishers.ofString(line + "\"a\"}\n" + line + "\"\"}\n")).build());

    assertThat(reply.body().lines()).hasSize(2).allSatisfy(
        response -> check("/components/schemas/LineAnswer", Caller.parse(response)));
  }

  @Test
  void frames_fitTheirSchema() throws Exception {
    try (var live = LiveServer.start();
        var bos = live.socket(live.bo());
        var anas = LiveSocket.open(live.port(), "/ws/" + live.ana() + "?presence=" + live.bo())) {
      live.send("Hi");
      anas.say("{\"type\":\"send\",\"ref\":\"1\",\"to_id\":\"" + live.bo()
          + "\",\"message\":\"Ho\"}");
      anas.say("{\"type\":\"send\",\"ref\":\"2\",\"to_id\":\"x\",\"message\":\"Ho\"}");

      var seen = new TreeSet<String>();
      for (var socket : List.of(bos, anas)) {
        while (!seen.containsAll(socket == bos ? Set.of("hello", "caught_up", "message")
            : Set.of("presence", "sent", "error", "receipt"))) {
          var frame = socket.next();
          seen.add(frame.get("type").asText());
          check("/components/schemas/Frame", frame);
          if (frame.has("sequence")) {
            socket.say("{\"type\":\"ack\",\"ids\":[" + frame.get("id") + "]}");
          }
        }
      }
    }
  }

  /** Sends a request and checks the response's status, media type and body against the contract. */
  private static Caller.Reply responses(
      OtpServer.Person person, String route, String path, String json, int status) {
    var method = route.substring(0, route.indexOf(' '));
    var template = route.substring(route.indexOf(' ') + 1);
    var reply = server.caller().call(request(person, method, path, json));
    var responses = operation(method, template).get("responses");
    var code = responses.has(String.valueOf(status)) ? String.valueOf(status) : "default";
    var pointer = "/paths/" + escaped(template) + "/" + method.toLowerCase(Locale.ROOT)
        + "/responses/" + code;
    if (responses.get(code).has("$ref")) {
      pointer = responses.get(code).get("$ref").asText().substring(1);
    }
    var type = reply.header("Content-Type").replaceAll(";.*", "");
    var content = pointer + "/content/" + escaped(type);

    assertThat(reply.status()).as(path + reply.body()).isEqualTo(status);
    assertThat(contract.at(content).isMissingNode()).as(content).isFalse();
    check(content + "/schema", reply.json());
    return reply;
  }

  private static HttpRequest request(
      OtpServer.Person person, String method, String path, String json) {
    return server.request(person.token(), path).header("Content-Type", MediaType.JSON)
        .method(method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json))
        .build();
  }

  private static JsonNode operation(String method, String template) {
    return contract.get("paths").get(template).get(method.toLowerCase(Locale.ROOT));
  }

  private static String escaped(String member) {
    return member.replace("~", "~0").replace("/", "~1");
  }

  private static void check(String pointer, JsonNode instance) {
    var fragment = pointer.replace("{", "%7B").replace("}", "%7D");
    var errors = schemas.getSchema(SchemaLocation.of(IRI + "#" + fragment)).validate(instance);

    assertThat(errors).as(pointer + " " + instance).isEmpty();
  }

  /** A visitor of each object in a tree. */
  private interface Look {
    void at(String pointer, JsonNode node);
  }

  private static void walk(JsonNode node, String pointer, Look look) {
    if (node.isObject()) {
      look.at(pointer, node);
    }
    Stream.concat(node.properties().stream().map(member -> Map.entry(
        escaped(member.getKey()), member.getValue())), elements(node))
        .forEach(child -> walk(child.getValue(), pointer + "/" + child.getKey(), look));
  }

  private static Stream<Map.Entry<String, JsonNode>> elements(JsonNode node) {
    var elements = new ArrayList<Map.Entry<String, JsonNode>>();
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      elements.add(Map.entry(String.valueOf(i), node.get(i)));
    }
    return elements.stream();
  }
}
