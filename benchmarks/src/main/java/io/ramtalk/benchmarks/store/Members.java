package io.ramtalk.benchmarks.store;

import io.ramtalk.benchmarks.Person;
import java.util.ArrayList;
import java.util.List;

/**
 * The users of one store, by index, which hides the store and its ids from benchmarks.
 *
 * <p><b>Threads:</b> any number.
 *
 * @param <I> the type of a user id in the store
 */
final class Members<I> {
  private final Store<I> store;
  private final List<I> ids;

  private Members(Store<I> store, List<I> ids) {
    this.store = store;
    this.ids = ids;
  }

  /** Signs up the people with the indexes 0 to {@code count - 1}. */
  static <I> Members<I> signUp(Store<I> store, int count) {
    var ids = new ArrayList<I>(count);
    for (int i = 0; i < count; i++) {
      store.signUp(Person.at(i));
      ids.add(store.idOf(Person.mobile(i)));
    }
    return new Members<>(store, ids);
  }

  boolean signUp(Person person) {
    return store.signUp(person);
  }

  boolean send(int from, int to, String text) {
    return store.send(ids.get(from), ids.get(to), text);
  }

  List<?> receive(int user) {
    return store.receive(ids.get(user));
  }
}
