// SPDX-License-Identifier: Apache-2.0
package io.shmooze.server;

import io.shmooze.ShmoozeException;
import io.shmooze.UnavailableException;
import io.shmooze.segment.SegmentDirectory;
import io.shmooze.session.LineChannel;
import io.shmooze.session.Refusal;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections that are no session's yet: their number is limited, most that come to nothing are told why, and when
 * the server closes all are dropped.
 *
 * <p><b>Guarantees.</b> What {@link #keep} has granted is never closed by {@link #close}, because only one of the two
 * removes it from the set.
 */
final class Connections {
    private static final long CLEAN_UP_MS = 1000;

    private final String channel;
    private final int limit;
    private final Set<LineChannel> unfinished = ConcurrentHashMap.newKeySet();
    private final Semaphore places;

    Connections(String channel, int limit) {
        this.channel = channel;
        this.limit = limit;
        this.places = new Semaphore(limit);
    }

    /** Counts a connection in until {@link #finished}; false if there are too many. */
    boolean admit(LineChannel line) {
        if (!places.tryAcquire()) {
            return false;
        }
        unfinished.add(line);
        return true;
    }

    /** From now on the connection is closed with its session, in good order, and no more by {@link #close}. */
    void keep(LineChannel line) {
        if (!unfinished.remove(line)) {
            throw new UnavailableException("the server closes");
        }
    }

    /** Its handshake is over, and what it had taken is given back. */
    void finished(LineChannel line) {
        unfinished.remove(line);
        places.release();
    }

    /** Closes those that are not kept, and waits until all handshakes have cleaned up. */
    void close() {
        unfinished.forEach(line -> {
            if (unfinished.remove(line)) {
                drop(line);
            }
        });
        try {
            places.tryAcquire(limit, CLEAN_UP_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells the client why, and hangs up. */
    void refuse(LineChannel line, Refusal refusal, String text) {
        try (line) {
            line.writeLine(refusal.line(text.replace('\n', ' ')));
        } catch (IOException e) {
            log().debug("A refused client has gone already: {}", e.getMessage());
        }
    }

    /** Hangs up without a word. */
    void drop(LineChannel line) {
        try {
            line.close();
        } catch (IOException e) {
            log().debug("A connection could not be closed: {}", e.getMessage());
        }
    }

    /** Even logging can fail, when no descriptor or memory is left; the acceptor must outlive that. */
    boolean complain(String what, Throwable cause) {
        try {
            log().error("{} on channel '{}': {}", what, channel, words(cause));
            return true;
        } catch (Throwable e) {
            cause.addSuppressed(e);
            return false;
        }
    }

    /** The type helps only where nobody has written a line for people. */
    private static String words(Throwable cause) {
        if (cause instanceof IOException failure && failure.getMessage() != null) {
            return SegmentDirectory.reason(failure);
        }
        return cause instanceof ShmoozeException && cause.getMessage() != null ? cause.getMessage() : cause.toString();
    }

    /** Only when there is something to say, so that a silent server does not start its logging system. */
    static Logger log() {
        return LoggerFactory.getLogger(Acceptor.class);
    }
}
