package io.ramtalk.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.map.listener.EntryRemovedListener;
import io.ramtalk.server.SharedLogins;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps logins on the members of a cluster, as accounts are kept. */
final class HazelcastLogins implements SharedLogins {
  /* Values are kept as texts, which one step swaps; how long one stays is said afterwards. A value
   * whose member dies in between stays longer, and says itself when it is over. */
  private final IMap<String, String> map;
  private final Calls calls;

  HazelcastLogins(HazelcastInstance instance, String space, Calls calls) {
    this.calls = calls;
    map = instance.getMap(ClusterConfig.LOGINS + space);
  }

  @Override
  public byte @Nullable [] find(String key) {
    var held = calls.<String>call(repeated -> map.getAsync(key));
    return held == null ? null : Base64.getDecoder().decode(held);
  }

  @Override
  public boolean swap(
      String key, byte @Nullable [] expected, byte @Nullable [] value, Duration life) {
    @SuppressWarnings("unchecked") // the step does not look at the key
    var anyKey = (IMap<Object, String>) (IMap<?, String>) map;
    var step = new SwapStep(text(expected), text(value));
    var repeatedly = new boolean[1];
    var held = calls.<String>call(repeated -> {
      repeatedly[0] = repeated;
      return anyKey.submitToKey(key, step);
    });
    boolean swapped = Objects.equals(held, text(expected))
        || (repeatedly[0] && Objects.equals(held, text(value)));
    if (swapped && value != null) {
      calls.<Boolean>call(repeated -> CompletableFuture.completedFuture(
          map.setTtl(key, Math.max(1, life.toMillis()), TimeUnit.MILLISECONDS)));
    }
    return swapped;
  }

  private static @Nullable String text(byte @Nullable [] value) {
    return value == null ? null : Base64.getEncoder().encodeToString(value);
  }

  @Override
  public long count() {
    return Objects.requireNonNull(calls.<Integer>call(
        repeated -> CompletableFuture.completedFuture(map.size())));
  }

  @Override
  public void onRemoved(Consumer<String> listener) {
    EntryRemovedListener<String, String> removed = event -> listener.accept(event.getKey());
    map.addEntryListener(removed, false);
  }
}
