package io.ramtalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import io.ramtalk.server.CodeDelivery;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A code delivery that keeps the codes for the test. */
final class Postman implements CodeDelivery {
  private final BlockingQueue<Message> codes = new LinkedBlockingQueue<>();

  @Override
  public void deliver(Message message) {
    codes.add(message);
  }

  /** Returns the next code, after checking that it was sent to the given number. */
  String next(String mobile) throws InterruptedException {
    var message = Eventually.take(codes);
    assertThat(message.mobile()).isEqualTo(mobile);
    return message.code();
  }

  boolean hasNone() {
    return codes.isEmpty();
  }

  /** Logs a number in at a desk, and returns its user id. */
  String logIn(Desk desk, String mobile, String... options) throws InterruptedException {
    assertThat(desk.run("login", mobile).err()).contains("Enter the code");
    var args = new String[options.length + 4];
    System.arraycopy(new String[] {"login", mobile, "--code", next(mobile)}, 0, args, 0, 4);
    System.arraycopy(options, 0, args, 4, options.length);
    var run = desk.run(args);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.id();
  }
}
