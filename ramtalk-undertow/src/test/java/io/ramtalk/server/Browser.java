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

/** The Chromium of this machine, in which people look at the page of a server. */
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

  /** Starts it. */
  static Browser start() {
    return new Browser(Tools.require("chromium"));
  }

  /** Somebody opens the page on a phone of their own. */
  Visitor phone(URI server) {
    return visit(server, PHONE, ColorScheme.LIGHT);
  }

  /** Somebody opens the page in a browser of their own. */
  Visitor visit(URI server, Size size, ColorScheme scheme) {
    return visit(server, "./", size, scheme);
  }

  /** Somebody opens another page of the server, by its path below that of the server. */
  Visitor visit(URI server, String path, Size size, ColorScheme scheme) {
    var context = chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
        .setViewportSize(size.width(), size.height()).setColorScheme(scheme)
        .setReducedMotion(ReducedMotion.REDUCE).setLocale("en-GB").setAcceptDownloads(true)
        .setHasTouch(size.equals(PHONE)).setBaseURL(server.toString()));
    context.setDefaultTimeout(Eventually.LIMIT.toMillis());
    return new Visitor(context, path);
  }

  /** Says that it is to go that is waited for. */
  static Locator.WaitForOptions hidden() {
    return new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN);
  }

  /** Returns the checker of accessibility, a script. */
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

  /** One person, and everything that went wrong on the page or left its origin. */
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

    /** Scripts that failed, and what the policy stopped. */
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

    /** Opens the conversation with somebody by their number. */
    Visitor find(String mobile) {
      page.getByLabel("Find a mobile number").fill(mobile);
      page.getByLabel("Find", new Page.GetByLabelOptions().setExact(true)).click();
      page.locator(".composer textarea").waitFor();
      return this;
    }

    /** Opens the conversation with somebody who is in the list. */
    void choose(String name) {
      page.locator(".person", new Page.LocatorOptions().setHas(
          page.getByText(name, new Page.GetByTextOptions().setExact(true)))).click();
    }

    Visitor write(String text) {
      page.locator(".composer textarea").fill(text);
      page.locator(".composer textarea").press("Enter");
      return this;
    }

    /** Waits until a message stands there. */
    void sees(String text) {
      page.locator(".bubble .text").getByText(text, exactly()).waitFor();
    }

    /** Waits until the last message of this text has a tick that means this. */
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

    /** Takes a picture for people to look at. */
    void picture(String name) {
      page.screenshot(new Page.ScreenshotOptions()
          .setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    /** Takes a picture, and has the page checked for accessibility. */
    void inspect(String name) {
      picture(name);
      /* As the body of a function: the policy of the page lets no text be run as a script. */
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
