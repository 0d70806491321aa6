package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** User routes over HTTP: profiles, pictures, lists, exports and deletion. */
final class PeopleRoutesTest {
  private final TestServer server = new TestServer();
  private final Caller caller = server.caller();
  private final String ana = server.ana();
  private final String bo = server.bo();
  private final String user = "/users/" + bo;

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void profile_shown() {
    assertThat(caller.get(user).body()).isEqualTo("{\"user_id\":\"" + bo
        + "\",\"mobile\":\"01722222222\",\"name\":\"\","
        + "\"since\":\"2026-11-22T10:44:00.123Z\",\"image\":null,\"online\":false}");
  }

  @Test
  void change_nameAndImage_shown() {
    var base64 = Base64.getEncoder().encodeToString(Pictures.gif(100));

    var changed = caller.patch(user, "{\"name\":\"Bo \\ud83d\\ude42\",\"image\":\"" + base64
        + "\"}");

    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.text("name")).isEqualTo("Bo 🙂");
    assertThat(changed.json().get("image")).hasToString(
        "{\"type\":\"image/gif\",\"width\":3,\"height\":2,\"bytes\":100}");
    assertThat(caller.get(user).body()).isEqualTo(changed.body());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "{}                          | Bo | true",
    "{\"mobile\":\"0\",\"x\":[]} | Bo | true",
    "{\"name\":null}             | '' | true",
    "{\"name\":\"\"}             | '' | true",
    "{\"image\":null}            | Bo | false",
    "{\"name\":\"B\",\"image\":null} | B | false",
  })
  void change_absentStays_nullTakesAway(String change, String name, boolean image) {
    caller.patch(user, "{\"name\":\"Bo\"}");
    caller.put(user + "/image", Pictures.png(100));

    var changed = caller.patch(user, change);

    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.text("name")).isEqualTo(name);
    assertThat(changed.json().get("image").isObject()).isEqualTo(image);
    assertThat(changed.text("mobile")).isEqualTo("01722222222");
  }

  @Test
  void change_wrongInOnePart_changesNothing() {
    var before = caller.get(user).body();

    var reply = caller.patch(user, "{\"name\":\"Bo\",\"image\":\"AAAA\"}");

    assertThat(reply.status()).isEqualTo(422);
    assertThat(caller.get(user).body()).isEqualTo(before);
  }

  @Test
  void picture_withMetadataAndMoreBehindItsEnd_keptWithout() throws Exception {
    var plain = Pictures.jpeg(200);
    var comment = "\u00ff\u00fe\0\17Made in Dhaka".getBytes(StandardCharsets.ISO_8859_1);
    var photo = new ByteArrayOutputStream();
    photo.write(plain, 0, 2);
    photo.writeBytes(comment);
    photo.write(plain, 2, plain.length - 2);
    photo.writeBytes("<script>".getBytes(StandardCharsets.US_ASCII));

    assertThat(caller.put(user + "/image", photo.toByteArray()).status()).isEqualTo(200);

    assertThat(picture(user).body()).isEqualTo(plain);
  }

  @Test
  void picture_brokenOff_refusedAndTheEarlierStays() throws Exception {
    caller.put(user + "/image", Pictures.png(100));

    var refused = caller.put(user + "/image", Arrays.copyOf(Pictures.jpeg(200), 199));

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text("code")).isEqualTo("image_type_unknown");
    assertThat(picture(user).body()).isEqualTo(Pictures.png(100));
  }

  @ParameterizedTest
  @ValueSource(strings = {"image/png", "image/jpeg", "image/gif", "image/webp"})
  void picture_typeByItsBytes_andSandboxed(String type) throws Exception {
    var picture = switch (type) {
      case "image/png" -> Pictures.png(51_200);
      case "image/jpeg" -> Pictures.jpeg(51_200);
      case "image/gif" -> Pictures.gif(51_200);
      default -> Pictures.webp(51_200);
    };
    var request = caller.request(user + "/image").header("Content-Type", "text/html");
    caller.call(request.PUT(BodyPublishers.ofByteArray(picture))
        .build());

    var response = picture(user);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(picture);
    assertThat(response.headers().map())
        .containsEntry("content-type", List.of(type))
        .containsEntry("cache-control", List.of("no-store"))
        .containsEntry("x-content-type-options", List.of("nosniff"))
        .containsEntry("content-security-policy", List.of("default-src 'none'; sandbox"));
  }

  @Test
  void picture_ofSignUp_shown() throws Exception {
    var id = caller.postMultipart(Multipart.ofCurl().field("mobile", "01733333333")
        .file("image", "me.png", Pictures.png(100))).text("user_id");

    assertThat(picture("/users/" + id).body()).isEqualTo(Pictures.png(100));
  }

  @Test
  void picture_none_404() {
    var reply = caller.get(user + "/image");

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.text("code")).isEqualTo("image_not_found");
  }

  @Test
  void picture_replacedAndDeleted() throws Exception {
    caller.put(user + "/image", Pictures.png(100));
    long before = server.budget().used();

    var replaced = caller.put(user + "/image", Pictures.gif(200));
    var shown = picture(user).body();
    var deleted = caller.delete(user + "/image");
    var deletedAgain = caller.delete(user + "/image");

    assertThat(replaced.json().get("image").get("type").asText()).isEqualTo("image/gif");
    assertThat(shown).isEqualTo(Pictures.gif(200));
    assertThat(deleted.json().get("image").isNull()).isTrue();
    assertThat(deletedAgain.status()).isEqualTo(200);
    assertThat(caller.get(user + "/image").status()).isEqualTo(404);
    assertThat(server.budget().used()).isLessThan(before);
  }

  @Test
  void users_paged() {
    var all = new ArrayList<>(List.of(ana, bo));
    for (int i = 0; i < 23; i++) {
      all.add(caller.signUp("0173" + (1_000 + i)));
    }

    var seen = new ArrayList<String>();
    var pages = 0;
    for (var page = ids("/users?limit=10"); !page.isEmpty();
        page = ids("/users?limit=10&after=" + page.get(page.size() - 1))) {
      seen.addAll(page);
      pages++;
    }

    assertThat(seen).isEqualTo(all);
    assertThat(pages).isEqualTo(3);
    assertThat(ids("/users?after=" + ana)).isEqualTo(all.subList(1, all.size()));
    assertThat(ids("/users?limit=2147483647")).isEqualTo(all);
    assertThat(ids("/users?limit=1&after=" + ana.toUpperCase())).containsExactly(bo);
  }

  @Test
  void users_afterWhoLeft_404() {
    caller.delete("/users/" + ana);

    var reply = caller.get("/users?after=" + ana);

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.text("code")).isEqualTo("user_not_found");
    assertThat(ids("/users")).containsExactly(bo);
  }

  @Test
  void export_isADownloadOfEverything() {
    caller.put(user + "/image", Pictures.png(100));
    var waiting = server.send("Waiting");
    var leased = server.send("Leased");
    caller.get("/receive/" + bo + "?lease=30&max=1");
    var sent = caller.send(bo, ana, "Sent").text("id");

    var export = caller.get("/export/" + bo);

    assertThat(export.status()).isEqualTo(200);
    assertThat(export.header("Content-Type")).isEqualTo("application/json");
    assertThat(export.header("Content-Disposition"))
        .isEqualTo("attachment; filename=\"ramtalk-" + bo + ".json\"");
    assertThat(export.text("user_id")).isEqualTo(bo);
    assertThat(export.text("mobile")).isEqualTo("01722222222");
    assertThat(Base64.getDecoder().decode(export.text("image_data")))
        .isEqualTo(Pictures.png(100));
    assertThat(export.messages()).extracting(message -> message.get("id").asText())
        .containsExactly(waiting, leased);
    assertThat(export.json().get("sent")).hasSize(1);
    assertThat(export.json().get("sent").get(0).get("id").asText()).isEqualTo(sent);
    assertThat(caller.get("/receive/" + bo).texts()).containsExactly("Leased");
  }

  @Test
  void export_marksNothingAsSeen() {
    caller.send(ana, bo, "Hello", "\"destruct_after\":1");
    caller.get("/export/" + bo);
    server.advanceMillis(1_000);

    assertThat(caller.get("/receive/" + bo).texts()).containsExactly("Hello");
  }

  @Test
  void delete_everyRouteForgetsAndTheNumberIsFree() {
    server.send("Hello");

    var deleted = caller.delete(user);

    assertThat(deleted.body()).isEqualTo("{\"status\":\"deleted\"}");
    for (var path : List.of(user, user + "/image", "/receive/" + bo, "/inbox/" + bo,
        "/sent/" + bo, "/export/" + bo)) {
      assertThat(caller.get(path).text("code")).isEqualTo("user_not_found");
    }
    assertThat(caller.delete(user).status()).isEqualTo(404);
    assertThat(caller.send(ana, bo, "Hello").text("code")).isEqualTo("target_not_found");
    assertThat(caller.send(bo, ana, "Hello").text("code")).isEqualTo("sender_not_found");
    assertThat(ids("/users")).containsExactly(ana);
    assertThat(caller.signUp("01722222222")).isNotEqualTo(bo);
  }

  @Test
  void delete_all_givesAllMemoryBack() {
    caller.put(user + "/image", Pictures.png(51_200));
    caller.send(ana, bo, "Hello", "\"id\":\"a-1\",\"expires_in\":60");
    caller.get("/receive/" + bo + "?lease=30");

    caller.delete("/users/" + ana);
    caller.delete("/users/" + bo);

    Eventually.that("the budget is empty", () -> server.budget().used() == 0);
  }

  private HttpResponse<byte[]> picture(String path) throws Exception {
    return caller.client().send(
        caller.request(path + "/image").build(), BodyHandlers.ofByteArray());
  }

  private List<String> ids(String path) {
    return caller.get(path).json().properties().stream().map(Map.Entry::getKey).toList();
  }
}
