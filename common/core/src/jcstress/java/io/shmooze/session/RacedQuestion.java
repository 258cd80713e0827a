// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.Message;
import io.shmooze.ShmoozeException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A question that counts how often it is told that it ends, and how often it has ended. */
final class RacedQuestion implements PendingQuestion {
    private final AtomicBoolean done = new AtomicBoolean();
    final AtomicInteger told = new AtomicInteger();
    final AtomicInteger ended = new AtomicInteger();
    private long number;

    /** By its owner, who then withdraws it. */
    boolean end() {
        boolean first = done.compareAndSet(false, true);
        if (first) {
            ended.incrementAndGet();
        }
        return first;
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
    public RepeatableQuestion repeatable() {
        return null;
    }

    @Override
    public boolean answered(Message answer) {
        told.incrementAndGet();
        return end();
    }

    @Override
    public void failed(ShmoozeException reason) {
        told.incrementAndGet();
        end();
    }

    @Override
    public boolean isDone() {
        return done.get();
    }

    @Override
    public boolean isQuestion() {
        return true;
    }

    @Override
    public void whenDone(Runnable action) {
        throw new UnsupportedOperationException("Nobody waits here");
    }
}
