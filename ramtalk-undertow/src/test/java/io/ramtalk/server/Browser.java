package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.ramtalk.Eventually;
import io.ramtalk.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** The Chromium of this machine, for tests of the web page. */
final class Browser implements AutoCloseable {
  static final Size PHONE = new Size(360, 740);
  static final Size DESKTOP = new Size(1280, 800);

  private static final Path SCREENSHOTS =
      Path.of(System.getProperty("basedir", "."), "target", "screenshots");
  private static final String AXE = axe();

  private final Playwright playwright;
  private final com.microsoft.playwright.Browser chromium;

  private Browser(Path executable) {
    playwright = Playwright.create(new Playwright.CreateOptions()
        .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    chromium = playwright.chromium().launch(new BrowserType.LaunchOptions()
        .setExecutablePath(executable).setArgs(List.of("--disable-gpu", "--disable-quic",
            "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync")));
  }

  /** The size of a window, in CSS pixels. */
  record Size(int width, int height) {}

  /** Starts Chromium, without the parts that only draw its own window if that build is there. */
  static Browser start() {
    return new Browser(
        Tools.find("chromium-headless-shell").orElseGet(() -> Tools.require("chromium")));
  }

  /** Opens the page in a new context with a phone's window. */
  Visitor phone(URI server) {
    return visit(server, PHONE, ColorScheme.LIGHT);
  }

  /** Opens the page in a new context with the given window size and colour scheme. */
  Visitor visit(URI server, Size size, ColorScheme scheme) {
    return visit(server, "./", size, scheme);
  }

  /** Opens another page of the server; the path is relative to the server's own. */
  Visitor visit(URI server, String path, Size size, ColorScheme scheme) {
    var context = chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
        .setViewportSize(size.width(), size.height()).setColorScheme(scheme)
        .setReducedMotion(ReducedMotion.REDUCE).setLocale("en-GB").setAcceptDownloads(true)
        .setHasTouch(size.equals(PHONE)).setBaseURL(server.toString()));
    context.setDefaultTimeout(Eventually.LIMIT.toMillis());
    return new Visitor(context, path);
  }

  /** Returns options that wait until the element is hidden. */
  static Locator.WaitForOptions hidden() {
    return new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN);
  }

  /** Returns the source of axe, the accessibility checker. */
  private static String axe() {
    try (var script = Browser.class.getResourceAsStream("/axe.min.js")) {
      return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    chromium.close();
    playwright.close();
  }

  /**
   * A browser context of one visitor, with its script errors, policy violations and request URLs.
   */
  static final class Visitor implements AutoCloseable {
    private final BrowserContext context;
    private final Page page;
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private Visitor(BrowserContext context, String path) {
      this.context = context;
      context.onRequest(request -> requests.add(request.url()));
      page = context.newPage();
      page.onPageError(faults::add);
      page.onConsoleMessage(message -> {
        if (message.text().contains("Content Security Policy")) {
          faults.add(message.text());
        }
      });
      page.navigate(path);
    }

    Page page() {
      return page;
    }

    BrowserContext context() {
      return context;
    }

    /** Returns script errors and violations of the content security policy. */
    List<String> faults() {
      return faults;
    }

    List<String> requests() {
      return requests;
    }

    /** Signs up on an open server. */
    Visitor signUp(String mobile, String name) {
      page.getByLabel("Mobile number").fill(mobile);
      page.getByLabel("Name, if you are new").fill(name);
      page.getByText("Sign up or log in").click();
      page.getByLabel("People").waitFor();
      return this;
    }

    /** Opens the conversation with the user who has a mobile number. */
    Visitor find(String mobile) {
      page.getByLabel("Find a mobile number").fill(mobile);
      page.getByLabel("Find", new Page.GetByLabelOptions().setExact(true)).click();
      page.locator(".composer textarea").waitFor();
      return this;
    }

    /** Opens the conversation with a user in the list. */
    void choose(String name) {
      page.locator(".person", new Page.LocatorOptions().setHas(
          page.getByText(name, new Page.GetByTextOptions().setExact(true)))).click();
    }

    Visitor write(String text) {
      page.locator(".composer textarea").fill(text);
      page.locator(".composer textarea").press("Enter");
      return this;
    }

    /** Waits until the open conversation shows a message. */
    void sees(String text) {
      page.locator(".bubble .text").getByText(text, exactly()).waitFor();
    }

    /** Waits until a sent message with this text has a tick with the given meaning. */
    void seesTick(String text, String meaning) {
      page.locator(".bubble.mine", new Page.LocatorOptions().setHas(
          page.getByText(text, new Page.GetByTextOptions().setExact(true))))
          .getByLabel(meaning, new Locator.GetByLabelOptions()
              .setExact(true)).first().waitFor();
    }

    /** Returns the texts of the open conversation. */
    List<String> texts() {
      return page.locator(".bubble .text").allInnerTexts();
    }

    void resize(Size size) {
      page.setViewportSize(size.width(), size.height());
    }

    /** Saves a screenshot for manual review. */
    void picture(String name) {
      page.screenshot(new Page.ScreenshotOptions()
          .setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    /** Saves a screenshot and checks the page for accessibility problems. */
    void inspect(String name) {
      picture(name);
      /* Axe runs as a function body because the page's policy forbids eval. */
      assertThat((List<?>) page.evaluate("() => {" + AXE + "\nreturn axe.run().then(found => "
          + "found.violations.map(one => one.id + one.nodes.map(node => node.html).join())"
          + ".concat(found.passes.length > 9 ? [] : 'Hardly anything was checked'))}"))
          .as(name).isEmpty();
    }

    private static Locator.GetByTextOptions exactly() {
      return new Locator.GetByTextOptions().setExact(true);
    }

    @Override
    public void close() {
      context.close();
    }
  }
}
