package io.ramtalk.junit;

import io.ramtalk.RamTalk;
import io.ramtalk.VirtualClock;
import java.lang.reflect.AnnotatedElement;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * What {@link RamTalkTest} does, with settings: to be registered in a field.
 *
 * <pre>
 * {@literal @}RegisterExtension
 * static final RamTalkExtension ramTalk = RamTalkExtension.builder()
 *     .messenger(settings -> settings.mailboxCapacity(100))
 *     .atEnd(EndCheck.NOTHING_UNREAD)
 *     .build();
 * </pre>
 *
 * <p>Each test has its own messenger, clock and server, also where the field is static.
 *
 * <p><b>Threads:</b> any number; it holds nothing of a test itself.
 */
public final class RamTalkExtension implements ParameterResolver, AfterEachCallback {
  private static final Namespace NAMESPACE = Namespace.create(RamTalkExtension.class);
  private static final String SERVER_TYPE = "io.ramtalk.server.RamTalkServer";

  private final Settings settings;

  /** Creates the extension with the defaults: JUnit does so for {@link RamTalkTest}. */
  public RamTalkExtension() {
    this(Settings.DEFAULT);
  }

  RamTalkExtension(Settings settings) {
    this.settings = settings;
  }

  /**
   * Starts to describe an extension.
   *
   * @return a builder with the defaults
   */
  public static RamTalkExtensionBuilder builder() {
    return new RamTalkExtensionBuilder();
  }

  /** Says whether a parameter is one of those that a test may take. */
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    var type = parameter.getParameter().getType();
    return type == RamTalk.class || type == VirtualClock.class || type == URI.class
        || type.getName().equals(SERVER_TYPE);
  }

  /**
   * Returns what a test asks for; the messenger is created with the first parameter of a test, the
   * server with the first that needs it.
   *
   * @throws ParameterResolutionException if it is no test that asks, or a server is asked for and
   *     cannot be started
   */
  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    if (context.getTestMethod().isEmpty()) {
      throw new ParameterResolutionException("Each test has its own messenger: take "
          + parameter.getParameter() + " in the test, or in what runs before each");
    }
    var fixture = fixture(context);
    var type = parameter.getParameter().getType();
    if (type == RamTalk.class) {
      return fixture.talk();
    } else if (type == VirtualClock.class) {
      return fixture.clock();
    }
    var server = fixture.server();
    return type == URI.class ? server.uri() : server.server();
  }

  /** Checks what has to hold at the end, unless the test failed, and closes what it was given. */
  @Override
  public void afterEach(ExtensionContext context) {
    try (var fixture = store(context).remove(Fixture.class, Fixture.class)) {
      if (fixture != null && context.getExecutionException().isEmpty()) {
        atEnd(context).forEach(check -> check.check(fixture.talk()));
      }
    }
  }

  private Fixture fixture(ExtensionContext context) {
    var store = store(context);
    var known = store.get(Fixture.class, Fixture.class);
    if (known != null) {
      return known;
    }
    var fixture = new Fixture(settings);
    store.put(Fixture.class, fixture);
    return fixture;
  }

  private List<EndCheck> atEnd(ExtensionContext context) {
    return settings.equals(Settings.DEFAULT)
        ? annotation(context).map(test -> List.of(test.atEnd())).orElse(List.of())
        : settings.atEnd();
  }

  /** Returns the annotation that counts for a test: of its method, its class, or one around it. */
  private static Optional<RamTalkTest> annotation(ExtensionContext context) {
    var found = of(context.getTestMethod().orElse(null));
    var type = context.getTestClass().orElse(null);
    while (found.isEmpty() && type != null) {
      found = of(type);
      type = type.getEnclosingClass();
    }
    return found;
  }

  private static Optional<RamTalkTest> of(@Nullable AnnotatedElement element) {
    return AnnotationSupport.findAnnotation(element, RamTalkTest.class);
  }

  private static Store store(ExtensionContext context) {
    return context.getStore(NAMESPACE);
  }
}
