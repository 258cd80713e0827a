// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A future that a session completes, or one derived from such a future. A thread that waits for it helps the session to
 * read, if the application polls. Owns nothing but the way to the session.
 */
public class SessionFuture<T> extends CompletableFuture<T> implements AwaitedEnd {
    private final DuplexSession session;
    /** What {@link #whenDone} added; null before. Guarded by this object. */
    private List<Runnable> actions;

    /**
     * A future that has not ended.
     *
     * @param session completes it, or those before it
     */
    public SessionFuture(DuplexSession session) {
        this.session = session;
    }

    DuplexSession session() {
        return session;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new SessionFuture<>(session);
    }

    /** Not the JDK's own kind, because a thread that waits for a future of that would not read. */
    @Override
    public CompletionStage<T> minimalCompletionStage() {
        MinimalStage<T> stage = new MinimalStage<>(session);
        whenComplete(stage::end);
        return stage;
    }

    /** Gives each caller a future of its own, so that none ends it for the others. */
    private static final class MinimalStage<T> extends SessionFuture<T> {
        MinimalStage(DuplexSession session) {
            super(session);
        }

        @Override
        public CompletableFuture<T> toCompletableFuture() {
            return copy();
        }

        private void end(T value, Throwable failure) {
            if (failure == null) {
                complete(value);
            } else {
                completeExceptionally(failure);
            }
        }
    }

    @Override
    public boolean isQuestion() {
        return false;
    }

    @Override
    public void whenDone(Runnable action) {
        boolean first;
        synchronized (this) {
            first = actions == null;
            if (first) {
                actions = new ArrayList<>();
            }
            actions.add(action);
        }
        if (first) {
            whenComplete((value, failure) -> runActions());
        } else if (isDone()) {
            action.run();
        }
    }

    private void runActions() {
        List<Runnable> all;
        synchronized (this) {
            all = List.copyOf(actions);
        }
        all.forEach(Runnable::run);
    }

    @Override
    public synchronized void forget(Runnable action) {
        actions.remove(action);
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        session.questions().await(this, Deadlines.never());
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        long deadlineNs = System.nanoTime() + Math.min(unit.toNanos(timeout), Deadlines.never() - System.nanoTime());
        return super.get(session.questions().await(this, deadlineNs) ? 1 : 0, TimeUnit.NANOSECONDS);
    }

    @Override
    public T join() {
        boolean interrupted = false;
        while (!isDone()) {
            try {
                session.questions().await(this, Deadlines.never());
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return super.join();
    }
}
