package io.ramtalk.hazelcast;

import io.ramtalk.UserPresence;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** An iterator over the users in order of their places, in batches; for one thread. */
final class Walk implements Iterator<UserPresence> {
  private static final int AT_ONCE = 256;

  private final Directory directory;
  private final Function<Set<UUID>, Map<UUID, UserPresence>> show;
  private final ArrayDeque<UserPresence> found = new ArrayDeque<>();
  private long place;
  private long end;

  Walk(Directory directory, long place, Function<Set<UUID>, Map<UUID, UserPresence>> show) {
    this.directory = directory;
    this.place = place;
    this.show = show;
    end = directory.end();
  }

  @Override
  public boolean hasNext() {
    while (found.isEmpty() && !isOver()) {
      advance();
    }
    return !found.isEmpty();
  }

  /** Returns whether all places were visited, including those of users who signed up meanwhile. */
  private boolean isOver() {
    if (place >= end) {
      end = directory.end();
    }
    return place >= end;
  }

  private void advance() {
    long next = Math.min(end, place + AT_ONCE);
    var taken = new TreeMap<>(directory.in(
        LongStream.range(place, next).boxed().collect(Collectors.toSet())));
    place = next;
    var ids = new LinkedHashSet<UUID>();
    taken.values().forEach(id -> ids.add(UUID.fromString(id)));
    if (ids.isEmpty()) {
      return;
    }
    var users = show.apply(ids);
    for (var id : ids) {
      var user = users.get(id);
      if (user != null) {
        found.add(user);
      }
    }
  }

  @Override
  public UserPresence next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return found.remove();
  }
}
