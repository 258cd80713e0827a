// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/**
 * Warnings of one kind about one session: a line a minute at most. Owns how often there was reason for one, and when
 * the last line was. For any thread; the line is logged by the thread that has met the reason.
 */
final class LimitedLog {
    private static final long PAUSE_NS = TimeUnit.MINUTES.toNanos(1);

    private final CurrentAttachment current;
    private long count;
    private long logged;
    private long loggedAtNs;

    LimitedLog(CurrentAttachment current) {
        this.current = current;
    }

    /**
     * Counts one more reason, and logs it unless there was a line in the last minute.
     *
     * @param nowNs on the {@code System.nanoTime} clock
     * @param text one sentence without its end; asked for only if it is logged
     */
    void warn(long nowNs, Supplier<String> text) {
        long unsaid = take(nowNs);
        if (unsaid >= 0) {
            // Looks for a logging system here and not earlier, because starting one takes time.
            LoggerFactory.getLogger(LimitedLog.class).warn("{} (channel '{}', peer {}{})", text.get(),
                    current.channel(), name(), unsaid == 0 ? "" : "; " + unsaid + " more since the last such line");
        }
    }

    /** Returns the number of reasons since the last line, without this one; negative if it is too early for a line. */
    private synchronized long take(long nowNs) {
        count++;
        if (logged > 0 && nowNs - loggedAtNs < PAUSE_NS) {
            return -1;
        }
        long unsaid = count - logged - 1;
        logged = count;
        loggedAtNs = nowNs;
        return unsaid;
    }

    private String name() {
        return current.peer() == null ? "none" : current.peer().name();
    }

    /** How often there was reason for a line. */
    synchronized long count() {
        return count;
    }
}
