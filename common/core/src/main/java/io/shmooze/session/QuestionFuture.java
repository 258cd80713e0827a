// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.Message;
import io.shmooze.ShmoozeException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** The future of an answer. Owns the question's number; withdraws the question when its owner ends the future. */
final class QuestionFuture extends SessionFuture<Message> implements PendingQuestion {
    /** Null if it is not to be asked twice. */
    private final RepeatableQuestion repeatable;
    private long number;

    QuestionFuture(DuplexSession session, RepeatableQuestion repeatable) {
        super(session);
        this.repeatable = repeatable;
    }

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
    public RepeatableQuestion repeatable() {
        return repeatable;
    }

    @Override
    public boolean answered(Message answer) {
        return super.complete(MessageCopy.of(answer));
    }

    @Override
    public void failed(ShmoozeException reason) {
        super.completeExceptionally(reason);
    }

    @Override
    public boolean complete(Message value) {
        return withdrawIf(super.complete(value));
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        return withdrawIf(super.completeExceptionally(failure));
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
        return withdrawIf(super.cancel(mayInterrupt));
    }

    /** By {@link #complete}, which the JDK's own way goes around. */
    @Override
    public CompletableFuture<Message> completeAsync(Supplier<? extends Message> supplier, Executor executor) {
        executor.execute(() -> completeBy(supplier));
        return this;
    }

    private void completeBy(Supplier<? extends Message> supplier) {
        try {
            if (!isDone()) {
                complete(supplier.get());
            }
        } catch (Throwable e) {
            completeExceptionally(e);
        }
    }

    private boolean withdrawIf(boolean ended) {
        if (ended) {
            session().questions().withdraw(this);
        }
        return ended;
    }
}
