package io.ramtalk.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class or method with its own messenger, whose clock stands still until the test moves it.
 *
 * <pre>
 * {@literal @}RamTalkTest
 * final class InvitationTest {
 *   {@literal @}Test
 *   void invitation_notAnswered_expires(RamTalk talk, VirtualClock clock) {
 *     var ana = talk.signUp("01711111111").user().id();
 *     talk.send(Draft.of(ana, ana).text("Join us").expiresIn(Duration.ofDays(1)));
 *
 *     clock.advance(Duration.ofDays(1));
 *
 *     assertThat(talk.receive(ana)).isEmpty();
 *   }
 * }
 * </pre>
 *
 * <p>Tests, and methods that run before or after each test, may have parameters of the types {@link
 * io.ramtalk.RamTalk}, {@link io.ramtalk.VirtualClock}, {@code RamTalkServer} and {@link
 * java.net.URI}. All parameters of one test belong together: a messenger, its clock, and a server
 * for it on a free port of this machine. A server is started only for a test with a server or URI
 * parameter, and requires {@code ramtalk-undertow} on the class path. Every parameter of such a
 * type is resolved this way, so arguments of parameterized tests must have other types.
 *
 * <p>On a class, the annotation also applies to nested and inherited classes; on a method, to that
 * test. Use {@link RamTalkExtension#builder} for settings beyond this annotation.
 *
 * <p><b>Threads:</b> tests may run in parallel and are isolated from each other.
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RamTalkExtension.class)
public @interface RamTalkTest {
  /**
   * Returns the checks at the end of each test that has not failed before.
   *
   * @return the checks, default none
   */
  EndCheck[] atEnd() default {};
}
