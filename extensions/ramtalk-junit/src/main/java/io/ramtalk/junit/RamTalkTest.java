package io.ramtalk.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives each test a messenger of its own, with a clock that stands still until the test moves it.
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
 * <p>A test, and what runs before and after each, may take parameters of the types {@link
 * io.ramtalk.RamTalk}, {@link io.ramtalk.VirtualClock}, {@code RamTalkServer} and {@link
 * java.net.URI}; those of one test are one messenger, its clock, and a server on a free port of
 * this machine that serves it. A server is started only for a test that asks for it or its URI,
 * and needs {@code ramtalk-undertow} on the class path. Every parameter of such a type is taken to
 * be that, so arguments of parameterized tests have to be of others.
 *
 * <p>On a class it counts for nested and inherited classes too, on a method for that test. {@link
 * RamTalkExtension#builder} sets what an annotation cannot.
 *
 * <p><b>Threads:</b> tests may run in parallel; none sees anything of another.
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RamTalkExtension.class)
public @interface RamTalkTest {
  /**
   * Returns what has to hold when a test ends that did not fail before.
   *
   * @return nothing unless set
   */
  EndCheck[] atEnd() default {};
}
