// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Why a program comes to its end: whoever says so first wins, and the main thread waits for it. Safe for all threads.
 */
final class Shutdown {
    /** The kinds of reasons. */
    enum Cause {
        /** Everything was done. */
        DONE,
        /** A signal, or the user, asked to leave. */
        STOPPED,
        /** Ctrl-C did. */
        INTERRUPTED,
        /** The session is over, and not by this side. */
        LOST,
        /** Something went wrong. */
        FAILED
    }

    /**
     * What was said first.
     *
     * @param error what went wrong, null unless the cause is {@link Cause#FAILED}
     */
    record Reason(Cause cause, Throwable error) {
        /** Whether somebody wanted the program to leave before it had to. */
        boolean isEarly() {
            return cause == Cause.STOPPED || cause == Cause.INTERRUPTED;
        }
    }

    private final CompletableFuture<Reason> reason = new CompletableFuture<>();
    private volatile boolean leftOut;

    void done() {
        reason.complete(new Reason(Cause.DONE, null));
    }

    void stop() {
        reason.complete(new Reason(Cause.STOPPED, null));
    }

    void interrupt() {
        reason.complete(new Reason(Cause.INTERRUPTED, null));
    }

    void lost() {
        reason.complete(new Reason(Cause.LOST, null));
    }

    void fail(Throwable error) {
        reason.complete(new Reason(Cause.FAILED, error));
    }

    /** Something was not sent or not shown; the program goes on, and ends with {@link ExitCode#FAILED}. */
    void leaveOut() {
        leftOut = true;
    }

    /** The exit code of a program that ends in good order. */
    ExitCode goodCode() {
        return leftOut ? ExitCode.FAILED : ExitCode.DONE;
    }

    boolean reached() {
        return reason.isDone();
    }

    Reason await() {
        return reason.join();
    }

    /** Waits until a point in time on the clock of {@code System.nanoTime}; true if the reason is given before. */
    boolean awaitUntil(long dueNs) throws InterruptedException {
        long leftNs = dueNs - System.nanoTime();
        try {
            if (leftNs > 0) {
                reason.get(leftNs, TimeUnit.NANOSECONDS);
            }
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("A reason is never completed by an exception", e);
        }
        return reached();
    }
}
