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
 * The extension behind {@link RamTalkTest}, with settings; register it in a field.
 *
 * <pre>
 * {@literal @}RegisterExtension
 * static final RamTalkExtension ramTalk = RamTalkExtension.builder()
 *     .messenger(settings -> settings.mailboxCapacity(100))
 *     .atEnd(EndCheck.NOTHING_UNREAD)
 *     .build();
 * </pre>
 *
 * <p>Each test has its own messenger, clock and server, even if the field is static.
 *
 * <p><b>Threads:</b> any number; the extension itself holds no state of a test.
 */
public final class RamTalkExtension implements ParameterResolver, AfterEachCallback {
  private static final Namespace NAMESPACE = Namespace.create(RamTalkExtension.class);
  private static final String SERVER_TYPE = "io.ramtalk.server.RamTalkServer";

  private final Settings settings;

  /** Creates the extension with the defaults. JUnit uses this for {@link RamTalkTest}. */
  public RamTalkExtension() {
    this(Settings.DEFAULT);
  }

  RamTalkExtension(Settings settings) {
    this.settings = settings;
  }

  /**
   * Creates a builder for an extension.
   *
   * @return a builder with the defaults
   */
  public static RamTalkExtensionBuilder builder() {
    return new RamTalkExtensionBuilder();
  }

  /** Returns whether the type of a parameter is supported. */
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    var type = parameter.getParameter().getType();
    return type == RamTalk.class || type == VirtualClock.class || type == URI.class
        || type.getName().equals(SERVER_TYPE);
  }

  /**
   * Returns the value of a parameter. The first parameter of a test creates the messenger; the
   * first one that needs a server starts it.
   *
   * @throws ParameterResolutionException if the parameter is not one of a test or a per-test
   *     method, or the server cannot be started
   */
  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    if (context.getTestMethod().isEmpty()) {
      throw new ParameterResolutionException("Each test has its own messenger: move "
          + parameter.getParameter() + " to the test method, or to one that runs before each");
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

  /** Runs the end checks, unless the test failed, and closes its messenger and server. */
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

  /** Returns the annotation that applies: on the method, its class, or an enclosing class. */
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
