// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.Message;
import io.shmooze.ShmoozeException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** The future of an answer. Owns the question's number; withdraws the question when its owner ends the future. */
public abstract class QuestionFuture<T> extends SessionFuture<T> implements PendingQuestion {
    private long number;

    /**
     * Of a question that has not been asked.
     *
     * @param session that asks it
     */
    protected QuestionFuture(DuplexSession session) {
        super(session);
    }

    /**
     * Reads the answer. Called in a callback, by the thread that reads the lane.
     *
     * @param answer valid until this method returns
     * @return with what the future ends
     * @throws ShmoozeException with which the future ends otherwise
     */
    protected abstract T read(Message answer);

    @Override
    public long number() {
        return number;
    }

    @Override
    public void number(long newNumber) {
        number = newNumber;
    }

    @Override
    public boolean isQuestion() {
        return true;
    }

    @Override
    public boolean answered(Message answer) {
        T value;
        try {
            value = read(answer);
        } catch (ShmoozeException e) {
            return super.completeExceptionally(e);
        }
        return super.complete(value);
    }

    @Override
    public void failed(ShmoozeException reason) {
        super.completeExceptionally(reason);
    }

    @Override
    public boolean complete(T value) {
        withdraw();
        return wakeIf(super.complete(value));
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        withdraw();
        return wakeIf(super.completeExceptionally(failure));
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
        withdraw();
        return wakeIf(super.cancel(mayInterrupt));
    }

    @Override
    public void obtrudeValue(T value) {
        withdraw();
        super.obtrudeValue(value);
        wakeIf(true);
    }

    @Override
    public void obtrudeException(Throwable failure) {
        withdraw();
        super.obtrudeException(failure);
        wakeIf(true);
    }

    /** By {@link #complete}, which the JDK's own way goes around. */
    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
        executor.execute(() -> completeBy(supplier));
        return this;
    }

    private void completeBy(Supplier<? extends T> supplier) {
        try {
            if (!isDone()) {
                complete(supplier.get());
            }
        } catch (Throwable e) {
            completeExceptionally(e);
        }
    }

    /** Before the future ends, because its owner may then ask the next question, up to the limit. */
    private void withdraw() {
        if (!isDone()) {
            session().questions().withdraw(this);
        }
    }

    private boolean wakeIf(boolean ended) {
        if (ended) {
            session().questions().wakeReader();
        }
        return ended;
    }
}
