package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page's files: served unchanged, with a security policy and without other hosts. */
final class PageFilesTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("basedir", "."), "target/classes/io/ramtalk/server/page");
  private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"([^\"$]*)\""
      + "|'(page/[^']*)'|from '([^']*)'|\"(?:src|start_url|scope)\": \"([^\"]*)\"");
  private static final Pattern INLINE =
      Pattern.compile("<script>|<style|\\son\\w+=|\\sstyle=|javascript:");

  @Test
  void files_areServedWithTypePolicyAndTag() throws IOException {
    try (var server = new TestServer()) {
      for (var name : names()) {
        var reply = server.caller().get("/page/" + name);

        assertThat(reply.status()).as(name).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(Files.readString(FOLDER.resolve(name)));
        assertThat(reply.header("Content-Type")).startsWith(switch (name.replaceAll(".*\\.", "")) {
          case "html" -> "text/html";
          case "css" -> "text/css";
          case "js" -> "text/javascript";
          case "svg" -> "image/svg+xml";
          default -> "application/";
        });
        assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(reply.header("Content-Security-Policy")).contains("default-src 'none'")
            .doesNotContain("unsafe", "*", "http");
        assertThat(reply.header("Referrer-Policy")).isEqualTo("no-referrer");
      }
    }
  }

  @Test
  void file_seenBefore_isNotSentAgain() {
    try (var server = new TestServer()) {
      var first = server.caller().get("/");
      var tag = first.header("ETag");

      var again = server.caller().call(
          server.caller().request("/").header("If-None-Match", tag).build());
      var other = server.caller().call(
          server.caller().request("/").header("If-None-Match", "\"x\"").build());

      assertThat(again.status()).isEqualTo(304);
      assertThat(again.body()).isEmpty();
      assertThat(again.header("ETag")).isEqualTo(tag);
      assertThat(other.status()).isEqualTo(200);
      assertThat(other.body()).isEqualTo(first.body()).contains("<title>RAMTalk</title>");
    }
  }

  @Test
  void page_openAlsoWherePeopleLogIn() {
    try (var server = new OtpServer()) {
      assertThat(server.caller().get("/").status()).isEqualTo(200);
      assertThat(server.caller().get("/page/lit-html.js").status()).isEqualTo(200);
    }
  }

  @Test
  void page_ofAnotherHostName_isRefused() throws IOException {
    try (var server = new TestServer()) {
      var response = RawConnection.ask(server.port(),
          "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n".getBytes());

      assertThat(response.status()).isEqualTo(421);
    }
  }

  @Test
  void references_leadToFilesThatThereAre() throws IOException {
    try (var server = new TestServer()) {
      var root = server.server().uri().resolve("/");
      for (var name : ownNames()) {
        for (var match : REFERENCE.matcher(Files.readString(FOLDER.resolve(name))).results()
            .toList()) {
          boolean ofDocument = match.group(1) != null || match.group(2) != null;
          var path = Stream.of(1, 2, 3, 4).map(match::group).filter(Objects::nonNull).findFirst()
              .orElseThrow();
          var target = root.resolve(ofDocument ? "" : "page/").resolve(path);

          assertThat(server.caller().call(HttpRequest.newBuilder(target).build()).status())
              .as(name + " " + path).isEqualTo(200);
        }
      }
    }
  }

  @Test
  void references_areRelative_soThatAProxyMayServeThemBelowAPath() throws IOException {
    for (var name : ownNames()) {
      if (!name.equals("openapi.json")) {
        assertThat(Files.readString(FOLDER.resolve(name))).as(name)
            .doesNotContainPattern("[\"'`]/[a-z]");
      }
    }
    try (var server = new TestServer()) {
      assertThat(server.caller().get("/openapi.json").json().at("/servers/0/url").asText())
          .isEqualTo(".");
      assertThat(server.caller().get("/page/worker.js").header("Service-Worker-Allowed"))
          .isEqualTo("../");
    }
  }

  @Test
  void views_haveNoStateOfTheirOwn() throws IOException {
    var views = names().stream().filter(name -> name.startsWith("view-")).toList();

    assertThat(views).hasSizeGreaterThan(3);
    for (var name : views) {
      assertThat(Files.readString(FOLDER.resolve(name))).as(name)
          .doesNotContainPattern("(?m)^(export )?(let|var) ");
    }
  }

  @Test
  void ownFiles_needNoFontForTheirIcons() throws IOException {
    for (var name : ownNames()) {
      assertThat(Files.readString(FOLDER.resolve(name))).as(name)
          .doesNotContainPattern("[\\x{2190}-\\x{10FFFF}]");
    }
  }

  @Test
  void worker_keepsEveryFileOfTheChat() throws IOException {
    var worker = Files.readString(FOLDER.resolve("worker.js"));

    assertThat(names()).filteredOn(name -> !name.startsWith("docs.")
        && !name.startsWith("swagger-ui") && !List.of("chat.html", "openapi.json", "worker.js")
        .contains(name)).allSatisfy(name -> assertThat(worker).contains("'page/" + name + "'"));
  }

  @Test
  void ownFiles_haveNothingInlineAndNameNoOtherHost() throws IOException {
    for (var name : ownNames()) {
      assertThat(Files.readString(FOLDER.resolve(name)).replace("http://www.w3.org/2000/svg", ""))
          .as(name).doesNotContainPattern(INLINE).doesNotContain("innerHTML", "unsafeHTML",
              "insertAdjacentHTML", "document.write", "eval(")
          .doesNotContainPattern("https?://(?!localhost)");
    }
  }

  private static List<String> names() throws IOException {
    try (var files = Files.list(FOLDER)) {
      var names = files.map(file -> file.getFileName().toString()).toList();
      assertThat(names).hasSizeGreaterThan(3);
      return names;
    }
  }

  /** Returns the names of the project's own files, without third-party libraries. */
  private static List<String> ownNames() throws IOException {
    return names().stream().filter(name -> !name.startsWith("lit-")
        && !name.startsWith("swagger-ui")).toList();
  }
}
