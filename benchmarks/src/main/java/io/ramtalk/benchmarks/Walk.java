package io.ramtalk.benchmarks;

import org.openjdk.jmh.infra.ThreadParams;

/**
 * Whom one thread visits: an endless walk over a population in its random order, everybody once
 * per lap. Threads are spread over the lap, and senders walk ahead of targets.
 *
 * <p><b>Threads:</b> one. <b>Cost:</b> one read of an array, at neighbouring places, so that what
 * is measured is the access to the store and not the choice of the user.
 */
final class Walk {
  private final Population population;
  private int targetPlace;
  private int senderPlace;

  Walk(Population population, ThreadParams thread) {
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
