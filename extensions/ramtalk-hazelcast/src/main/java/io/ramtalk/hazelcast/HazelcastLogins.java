package io.ramtalk.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.topic.ITopic;
import io.ramtalk.server.SharedLogins;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Logins stored on the members of a cluster, like accounts. */
final class HazelcastLogins implements SharedLogins {
  /* The entry of a removed value is kept longer than a swap with a lost response can be retried, so
   * that such a retry does not find an empty entry. */
  private static final Duration MARKS_KEPT = Duration.ofMinutes(1);

  private final IMap<String, SharedValue> map;
  private final ITopic<String> removed;
  private final Calls calls;

  HazelcastLogins(HazelcastInstance instance, String space, Calls calls) {
    this.calls = calls;
    map = instance.getMap(ClusterConfig.LOGINS + space);
    removed = instance.getTopic(ClusterConfig.LOGINS + space);
  }

  @Override
  public byte @Nullable [] find(String key) {
    var held = calls.<SharedValue>call(repeated -> map.getAsync(key));
    return held == null ? null : held.bytes();
  }

  @Override
  public boolean swap(
      String key, byte @Nullable [] expected, byte @Nullable [] value, Duration life) {
    @SuppressWarnings("unchecked") // the step does not read the key
    var anyKey = (IMap<Object, SharedValue>) (IMap<?, SharedValue>) map;
    long millis = value == null ? MARKS_KEPT.toMillis() : Math.max(1, life.toMillis());
    var step =
        new MarkedSwapProcessor(expected, value, ThreadLocalRandom.current().nextLong(), millis);
    boolean swapped = Boolean.TRUE.equals(
        calls.<Boolean>call(repeated -> anyKey.submitToKey(key, step)));
    if (swapped && value == null) {
      removed.publish(key);
    }
    return swapped;
  }

  @Override
  public long count() {
    return Objects.requireNonNull(calls.<Integer>call(
        repeated -> CompletableFuture.completedFuture(map.size())));
  }

  @Override
  public void onRemoved(Consumer<String> listener) {
    removed.addMessageListener(message -> listener.accept(message.getMessageObject()));
  }
}
