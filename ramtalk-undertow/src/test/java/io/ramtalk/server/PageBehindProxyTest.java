package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.ramtalk.Docs;
import io.ramtalk.Eventually;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page below a path of a real proxy, with and without WebSocket. */
final class PageBehindProxyTest {
  private static final String ANA = "01711111111";
  private static final String BO = "01722222222";
  private static final String HOST = "chat.localhost";
  private static final String DETOUR = "Connected by event stream";
  private static final List<String> NAMED = List.of("proxy_set_header Host $http_host;");

  private static Browser browser;

  @BeforeAll
  static void startBrowser() {
    browser = Browser.start();
  }

  @AfterAll
  static void stopBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void subPath_withUpgrade_chatsBySocket() throws Exception {
    try (var server = builder().allowedHosts(List.of(HOST)).build().start();
        var nginx = new Nginx(Nginx.freePort(), server.port(), documented());
        var bo = browser.phone(nginx.uri(HOST)); var ana = browser.phone(nginx.uri(HOST))) {
      var sockets = socketsOf(ana.page());
      bo.signUp(BO, "Bo");
      ana.signUp(ANA, "Ana").find(BO);

      chat(ana, bo);

      assertThat(sockets).isNotEmpty().allSatisfy(url -> assertThat(url)
          .startsWith(nginx.uri(HOST).toString().replace("http:", "ws:") + "ws/"));
      assertThat(ana.page().getByText(DETOUR).count()).isZero();
      assertStayedBelow(nginx.uri(HOST), ana, bo);
      ana.page().reload();
      ana.choose("Bo");
      assertThat(ana.texts()).containsExactly("Hello", "Hi");
    }
  }

  @Test
  void subPath_canBeInstalledAndOpensWithoutTheServer() throws Exception {
    var server = builder().allowedHosts(List.of(HOST)).build().start();
    try (var nginx = new Nginx(Nginx.freePort(), server.port(), documented());
        var ana = browser.phone(nginx.uri(HOST))) {
      var place = nginx.uri(HOST).toString();
      ana.signUp(ANA, "Ana");
      assertThat(ana.page().evaluate("navigator.serviceWorker.ready.then(one => one.scope)"))
          .isEqualTo(place);
      assertThat((String) ana.page().evaluate("fetch(document.querySelector('[rel=manifest]').href)"
          + ".then(file => file.json().then(own => [own.start_url, own.scope, own.icons[0].src]"
          + ".map(path => new URL(path, file.url).href).join(' ')))"))
          .isEqualTo(place + " " + place + " " + place + "page/icon.svg");
      ana.page().reload();
      ana.page().getByText("Ana (you)").waitFor();

      /* The proxy is up and responds with 502. */
      server.close();
      ana.page().reload();
      ana.page().locator(".offline:visible").waitFor();

      ana.context().setOffline(true);
      ana.page().reload();
      ana.page().locator(".offline:visible").waitFor();
      assertStayedBelow(nginx.uri(HOST), ana);
    } finally {
      server.close();
    }
  }

  @Test
  void subPath_docs_tryARoute() throws Exception {
    try (var server = builder().allowedHosts(List.of(HOST)).build().start();
        var nginx = new Nginx(Nginx.freePort(), server.port(), NAMED);
        var ana = browser.visit(
            nginx.uri(HOST), "docs", Browser.DESKTOP, ColorScheme.LIGHT)) {
      ana.page().locator("#operations-Operation-livez .opblock-summary-control").click();
      ana.page().getByText("Try it out").click();
      ana.page().locator(".execute").click();

      ana.page().locator(".live-responses-table").getByText("\"access\"").first().waitFor();

      assertThat(ana.requests()).contains(nginx.uri(HOST) + "livez");
      assertStayedBelow(nginx.uri(HOST), ana);
    }
  }

  /** The proxy's location block contains only the address of the server. */
  @Test
  void withoutUpgrade_chatsByStreamAndSaysSo() throws Exception {
    int port = Nginx.freePort();
    try (var server = builder().allowedOrigins(List.of("http://127.0.0.1:" + port)).build().start();
        var nginx = new Nginx(port, server.port(), List.of());
        var bo = browser.phone(nginx.uri("127.0.0.1"));
        var ana = browser.phone(nginx.uri("127.0.0.1"))) {
      bo.signUp(BO, "Bo").page().getByText(DETOUR).waitFor();
      bo.picture("people-by-stream");
      ana.signUp(ANA, "Ana").find(BO);

      chat(ana, bo);

      assertStayedBelow(nginx.uri("127.0.0.1"), ana, bo);
      var talk = server.messenger();
      var id = talk.find(BO).orElseThrow().id();
      Eventually.that("Bo has acknowledged", () -> talk.peek(id, 9).isEmpty());
      ana.context().setOffline(true);
      ana.page().locator(".offline:visible").waitFor();
      ana.write("Written offline");
      ana.seesTick("Written offline", "waiting for the server");
      bo.write("Sent meanwhile");
      ana.context().setOffline(false);
      ana.seesTick("Written offline", "read");
      ana.sees("Sent meanwhile");
      assertThat(bo.texts())
          .containsExactlyInAnyOrder("Hello", "Hi", "Written offline", "Sent meanwhile");
    }
  }

  @Test
  void withoutUpgrade_loggedIn_tokenIsInNoUrl() throws Exception {
    var codes = new ConcurrentHashMap<String, String>();
    try (var server = builder().access(Access.OTP).allowedHosts(List.of(HOST))
        .codeDelivery(message -> codes.put(message.mobile(), message.code())).build().start();
        var nginx = new Nginx(Nginx.freePort(), server.port(), NAMED);
        var bo = browser.phone(nginx.uri(HOST)); var ana = browser.phone(nginx.uri(HOST))) {
      logIn(bo, BO, "Bo", codes);
      logIn(ana, ANA, "Ana", codes);
      ana.find(BO);

      chat(ana, bo);

      var token = (String) ana.page().evaluate(
          "JSON.parse(sessionStorage.getItem('/chat/ramtalk.tab')).me.token");
      assertThat(token).hasSizeGreaterThan(16);
      assertThat(ana.requests()).anyMatch(url -> url.contains("/chat/stream/"))
          .noneMatch(url -> url.contains(token));
    }
  }

  @Test
  void upgrade_passedOnLater_socketIsOpenedAgain() throws Exception {
    int port = Nginx.freePort();
    try (var server = builder().allowedHosts(List.of(HOST)).build().start();
        var strict = new Nginx(port, server.port(), NAMED);
        var ana = browser.phone(strict.uri(HOST))) {
      ana.page().clock().install();
      ana.signUp(ANA, "Ana").page().getByText(DETOUR).waitFor();
      var sockets = socketsOf(ana.page());

      strict.stop();
      ana.page().locator(".offline:visible").waitFor();
      ana.page().clock().fastForward(301_000);
      try (var nginx = new Nginx(port, server.port(), documented())) {
        ana.page().locator(".offline:visible").waitFor(Browser.hidden());

        assertThat(ana.page().getByText(DETOUR).count()).isZero();
        assertThat(sockets).last().asString().startsWith(
            nginx.uri(HOST).toString().replace("http:", "ws:"));
      }
    }
  }

  /** Exchanges a message each way; Ana has the conversation open, and Bo the list of people. */
  private static void chat(Browser.Visitor ana, Browser.Visitor bo) {
    ana.write("Hello");
    ana.seesTick("Hello", "delivered");
    bo.choose("Ana");
    bo.sees("Hello");
    ana.seesTick("Hello", "read");
    bo.write("Hi");
    ana.sees("Hi");
    bo.seesTick("Hi", "read");
    assertThat(ana.texts()).containsExactly("Hello", "Hi");
  }

  private static void logIn(
      Browser.Visitor visitor, String mobile, String name, Map<String, String> codes) {
    visitor.page().getByLabel("Mobile number").fill(mobile);
    visitor.page().getByText("Send me a code").click();
    visitor.page().getByLabel("Code").waitFor();
    visitor.page().getByLabel("Code").fill(codes.get(mobile));
    visitor.page().getByLabel("Name, if you are new").fill(name);
    visitor.page().getByText("Log in", new Page.GetByTextOptions().setExact(true)).click();
    visitor.page().getByText(DETOUR).waitFor();
  }

  private static List<String> socketsOf(Page page) {
    var urls = new CopyOnWriteArrayList<String>();
    page.onWebSocket(socket -> urls.add(socket.url()));
    return urls;
  }

  private static void assertStayedBelow(URI place, Browser.Visitor... visitors) {
    for (var visitor : visitors) {
      assertThat(visitor.faults()).isEmpty();
      assertThat(visitor.requests()).isNotEmpty().allSatisfy(url -> assertThat(url)
          .satisfiesAnyOf(own -> assertThat(own).startsWith(place.toString()),
              data -> assertThat(data).startsWith("data:"),
              blob -> assertThat(blob).startsWith("blob:")));
    }
  }

  /** Returns the lines of the documented location block, without the server's address. */
  private static List<String> documented() throws IOException {
    var block = Pattern.compile("```nginx\nlocation /chat/ \\{\n(.*?)}\n```", Pattern.DOTALL)
        .matcher(Docs.read("docs/security.md"));
    assertThat(block.find()).isTrue();
    var lines = block.group(1).lines().map(String::strip).toList();
    assertThat(lines).hasSizeGreaterThan(3).first()
        .isEqualTo("proxy_pass http://127.0.0.1:8000/;");
    return lines.subList(1, lines.size());
  }

  /**
   * Returns a builder with open access, which is safe because only this machine reaches the proxy.
   */
  private static RamTalkServerBuilder builder() {
    return RamTalkServer.builder().port(0).insecureOpen(true)
        .trustedProxies(List.of("127.0.0.1"));
  }
}
