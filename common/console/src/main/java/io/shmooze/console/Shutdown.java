// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The reason for which a program ends. The first thread that gives a reason wins; the main thread waits for it. Safe
 * for all threads.
 */
final class Shutdown {
    /** The kind of a reason. */
    enum Cause {
        /** Everything was done. */
        DONE,
        /** A signal or the user asked to leave. */
        STOPPED,
        /** Ctrl-C asked to leave. */
        INTERRUPTED,
        /** The session is over, and this side has not closed it. */
        LOST,
        /** Something went wrong. */
        FAILED
    }

    /**
     * The reason that was given first.
     *
     * @param error what went wrong, null unless the cause is {@link Cause#FAILED}
     */
    record Reason(Cause cause, Throwable error) {
        /** Whether a signal or the user asked the program to leave before everything was done. */
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

    /** Records that something was not sent or not shown: the program goes on, and ends with {@link ExitCode#FAILED}. */
    void leaveOut() {
        leftOut = true;
    }

    /** The exit code of a program that ends without an error. */
    ExitCode exitCode() {
        return leftOut ? ExitCode.FAILED : ExitCode.DONE;
    }

    boolean hasBegun() {
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
        return hasBegun();
    }
}
