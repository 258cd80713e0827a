// SPDX-License-Identifier: Apache-2.0
package io.shmooze.call;

import io.shmooze.Message;
import io.shmooze.PeerGoneException;
import io.shmooze.QuestionFailedException;
import io.shmooze.ShmoozeException;
import io.shmooze.session.PendingQuestion;

/**
 * One call of this thread, and then the next one; owns its arguments and its result without boxes, its bytes, and how
 * it has ended. Each thread has one; a call made inside another one, in a callback, gets its own. Until the answer, the
 * thread that reads may end it; before and after, it belongs to the calling thread.
 */
final class Call implements PendingQuestion {
    /** Arguments that are taken out of their boxes. */
    static final int UNBOXED = 6;
    private static final ThreadLocal<Call> OWN = ThreadLocal.withInitial(Call::new);

    final CallWriter writer = new CallWriter();
    final CallReader reader = new CallReader();
    /** Of a result of a primitive type. */
    long bits;
    /** Any other result. */
    Object object;
    private final long[] arguments = new long[UNBOXED];
    private boolean busy;
    private long number;
    private ShmoozeException failure;
    private volatile Runnable action;
    private volatile boolean done;

    /** The calling thread's, until it is given back. */
    static Call take() {
        Call own = OWN.get();
        Call free = own.busy ? new Call() : own;
        free.busy = true;
        return free;
    }

    void giveBack() {
        busy = false;
    }

    /**
     * The end of a call that has returned.
     *
     * @return the bits of its result; an object is there for {@link #takeResult}
     */
    long finish() {
        Call own = OWN.get();
        if (own != this) {
            own.object = object;
            object = null;
        }
        return bits;
    }

    /** The object that this thread's last call has returned. */
    static Object takeResult() {
        Call own = OWN.get();
        Object result = own.object;
        own.object = null;
        return result;
    }

    /** Not given back, because somebody may still have it: an outbox that it waits in, for example. */
    void giveUp() {
        if (OWN.get() == this) {
            OWN.remove();
        }
    }

    /** The arguments, as {@link PrimitiveCodec} has them. */
    void put(long a, long b, long c, long d, long e, long f) {
        arguments[0] = a;
        arguments[1] = b;
        arguments[2] = c;
        arguments[3] = d;
        arguments[4] = e;
        arguments[5] = f;
    }

    /** Writes the arguments that were put here. */
    void writeArguments(CallMethod method) {
        for (int i = 0; i < method.parameterCount(); i++) {
            method.parameter(i).writeBits(writer, arguments[i]);
        }
    }

    /** Before the question is asked. */
    void begin() {
        failure = null;
        action = null;
        done = false;
    }

    /** When it is done: throws what has ended it, if that was no answer. */
    void checkAnswered() {
        if (failure != null) {
            throw here(failure);
        }
    }

    /** With the stack of the thread that has called. */
    private static ShmoozeException here(ShmoozeException failure) {
        ShmoozeException here;
        if (failure instanceof PeerGoneException gone) {
            here = new PeerGoneException(gone.getMessage(), gone.reason());
        } else if (failure instanceof QuestionFailedException) {
            here = new QuestionFailedException(failure.getMessage());
        } else {
            return failure;
        }
        here.initCause(failure);
        return here;
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
    public boolean isDone() {
        return done;
    }

    @Override
    public boolean isQuestion() {
        return true;
    }

    @Override
    public void whenDone(Runnable newAction) {
        action = newAction;
        if (done) {
            newAction.run();
        }
    }

    @Override
    public boolean answered(Message answer) {
        try {
            reader.copyAnswer(answer);
        } catch (MalformedCallException e) {
            failure = e;
        }
        end();
        return true;
    }

    @Override
    public void failed(ShmoozeException reason) {
        failure = reason;
        end();
    }

    /** Either this thread sees the action, or the one that sets it sees the end. */
    private void end() {
        done = true;
        Runnable waiting = action;
        if (waiting != null) {
            waiting.run();
        }
    }
}
