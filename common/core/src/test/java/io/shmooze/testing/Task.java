// SPDX-License-Identifier: Apache-2.0
package io.shmooze.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Something that runs in a thread of its own; what it throws comes back to who asks for its result.
 *
 * @param <T> of the result
 */
public final class Task<T> {
    private static final long PATIENCE_SECONDS = 60;

    private final FutureTask<T> future;
    private final Thread thread;

    private Task(Callable<T> body, Function<Runnable, Thread> threads) {
        future = new FutureTask<>(body);
        thread = threads.apply(future);
        thread.setDaemon(true);
        thread.start();
    }

    /** What a task does that has no result. */
    @FunctionalInterface
    public interface Body {
        /**
         * Does it.
         *
         * @throws Exception if it fails
         */
        void run() throws Exception;
    }

    /**
     * Starts a task without a result.
     *
     * @param body what to do
     * @return the task, running
     */
    public static Task<Void> run(Body body) {
        return run(body, Thread::new);
    }

    /**
     * Starts a task without a result on a particular kind of thread.
     *
     * @param body what to do
     * @param threads makes the thread
     * @return the task, running
     */
    public static Task<Void> run(Body body, Function<Runnable, Thread> threads) {
        return new Task<>(() -> {
            body.run();
            return null;
        }, threads);
    }

    /**
     * Starts a task.
     *
     * @param <T> of the result
     * @param body what to do
     * @return the task, running
     */
    public static <T> Task<T> call(Callable<T> body) {
        return new Task<>(body, Thread::new);
    }

    /**
     * Its thread.
     *
     * @return to be interrupted and looked at
     */
    public Thread thread() {
        return thread;
    }

    /**
     * Whether it has ended.
     *
     * @return true once it has
     */
    public boolean isDone() {
        return future.isDone();
    }

    /**
     * Waits for its end.
     *
     * @return what it returned
     * @throws Exception what it threw
     */
    public T result() throws Exception {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw new AssertionError(e.getCause());
        } catch (TimeoutException e) {
            AssertionError stuck = new AssertionError(thread + " is still running");
            stuck.setStackTrace(thread.getStackTrace());
            throw stuck;
        }
    }

    /**
     * Waits for its end, which has to be this exception.
     *
     * @param type of the exception
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public void assertThrew(Class<? extends Throwable> type) throws InterruptedException {
        try {
            future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            throw new AssertionError("Ended without " + type.getSimpleName());
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(type);
        } catch (TimeoutException e) {
            throw new AssertionError(thread + " is still running", e);
        }
    }
}
