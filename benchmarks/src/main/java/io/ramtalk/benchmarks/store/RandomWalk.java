package io.ramtalk.benchmarks.store;

import org.openjdk.jmh.infra.ThreadParams;

/**
 * The users that one thread visits: an endless walk over a population in its random order. Threads
 * are spread over the order, and senders are ahead of receivers.
 *
 * <p><b>Threads:</b> one. <b>Cost:</b> one read of adjacent array elements, so that the access to
 * the store dominates the choice of the user.
 */
final class RandomWalk {
  private final Population population;
  private int targetPlace;
  private int senderPlace;

  RandomWalk(Population population, ThreadParams thread) {
    long users = population.users();
    int quarters = 4 * thread.getThreadCount();
    this.population = population;
    this.targetPlace = (int) (users * 4 * thread.getThreadIndex() / quarters);
    this.senderPlace = (int) (users * (4 * thread.getThreadIndex() + 1) / quarters);
  }

  int target() {
    int user = population.userAt(targetPlace);
    targetPlace = after(targetPlace);
    return user;
  }

  int sender() {
    int user = population.userAt(senderPlace);
    senderPlace = after(senderPlace);
    return user;
  }

  private int after(int place) {
    return place + 1 == population.users() ? 0 : place + 1;
  }
}
