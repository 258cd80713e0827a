// SPDX-License-Identifier: Apache-2.0
package io.shmooze.call;

import io.shmooze.Message;
import io.shmooze.ShmoozeException;
import io.shmooze.session.DuplexSession;
import io.shmooze.session.PendingQuestion;
import io.shmooze.session.SessionFuture;

/** A result that comes later; owns the question's number. Withdraws the question when its owner ends the future. */
final class CallFuture extends SessionFuture<Object> implements PendingQuestion {
    private final ObjectTable objects;
    private final DuplexSession session;
    private final CallMethod method;
    private long number;

    CallFuture(ObjectTable objects, DuplexSession session, CallMethod method) {
        super(session);
        this.objects = objects;
        this.session = session;
        this.method = method;
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
    public boolean answered(Message answer) {
        Object value;
        try {
            value = method.readAnswer(new CallReader().begin(new CallBuffer().copy(answer), objects));
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
    public boolean complete(Object value) {
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

    private boolean withdrawIf(boolean ended) {
        if (ended) {
            session.questions().withdraw(this);
        }
        return ended;
    }
}
