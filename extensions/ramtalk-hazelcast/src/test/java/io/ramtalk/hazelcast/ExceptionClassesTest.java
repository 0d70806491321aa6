package io.ramtalk.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.MemberLeftException;
import com.hazelcast.map.IMap;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import com.hazelcast.spi.exception.TargetDisconnectedException;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The classes that members of a cluster accept from each other by name. */
final class ExceptionClassesTest {
  private final HazelcastInstance member = TestCluster.of(1).members().get(0);
  private final IMap<String, Object> map = member.getMap("ramtalk.exception-classes");

  @Test
  void filter_everyClass_isAnExceptionOrAPartOfOne() throws Exception {
    var filter = ExceptionClasses.filter();

    assertThat(filter.getPackages()).isEmpty();
    assertThat(filter.getPrefixes()).isEmpty();
    for (var name : filter.getClasses()) {
      if (!name.matches("\\[L.*|java\\.util\\.(CollSer|ArrayList|Collections.*|UUID)"
          + "|java\\.lang\\.StackTraceElement|com\\.hazelcast\\.version\\.MemberVersion")) {
        assertThat(Throwable.class).as(name).isAssignableFrom(Class.forName(name));
        assertThat(Class.forName(name).getSuperclass().getName()).as("superclass of " + name)
            .matches(parent -> name.endsWith(".Throwable") || filter.isListed(parent));
      }
    }
  }

  @Test
  void exceptions_withCausesAndSuppressed_arrive() {
    var suppressing = new IllegalStateException("outer", new IOException("inner",
        new EOFException("innermost")));
    suppressing.addSuppressed(new ConnectException("beside"));
    for (var exception : List.of(suppressing, new SplitBrainProtectionException("few"),
        new TargetDisconnectedException("gone"),
        new MemberLeftException(member.getCluster().getLocalMember()),
        new ExecutionException(new TimeoutException("late")))) {
      var key = exception.getClass().getName();
      map.set(key, exception);

      assertThat(map.get(key)).as("%s", exception).isInstanceOfSatisfying(
          exception.getClass(), read -> {
            assertThat(read).hasMessage(exception.getMessage());
            assertThat(read.getSuppressed()).hasSameSizeAs(exception.getSuppressed());
          });
    }
  }

  @Test
  void others_thatComputeOrLookUpWhenRead_rejected() throws Exception {
    for (var value : List.of(new URL("http://example.invalid/"), InetAddress.getByName("10.0.0.1"),
        new HashMap<>(), new PriorityQueue<>(List.of("a")), Pattern.compile("a*"))) {
      assertThatThrownBy(() -> {
        map.set("key", Collections.unmodifiableList(new ArrayList<>(List.of(value))));
        map.get("key");
      }).as("%s", value.getClass()).isInstanceOf(HazelcastSerializationException.class)
          .hasRootCauseInstanceOf(SecurityException.class);
    }
  }
}
