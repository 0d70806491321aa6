package io.ramtalk.server.internal.http;

import io.undertow.util.SameThreadExecutor;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * The next step of a request that needs the result of a stage. No thread waits for the stage.
 *
 * @param <R> the type of the result
 */
public interface Continuation<R> {
  /** Continues with the result. */
  void accept(R result) throws Exception;

  /**
   * Continues a request at once if the stage is complete, and otherwise later, as {@link
   * Call#execute} does. A failure of the stage gets the same response as a failure of the request.
   */
  static <R> void await(Call call, Problems problems, CompletionStage<R> stage,
      Continuation<R> next) throws Exception {
    var future = stage.toCompletableFuture();
    if (future.isDone()) {
      next.accept(result(future));
      return;
    }
    call.exchange().dispatch(SameThreadExecutor.INSTANCE, () -> stage.whenComplete(
        (result, failure) -> call.execute(
            () -> problems.guard(call, () -> next.accept(result(future))))));
  }

  private static <R> R result(CompletableFuture<R> future) throws Exception {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }
}
