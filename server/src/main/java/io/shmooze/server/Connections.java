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
 * The connections without a session: their number is limited, most that fail are told why, and all are dropped when the
 * server closes.
 *
 * <p><b>Guarantees.</b> {@link #close} never closes a connection for which {@link #keep} has returned, because only one
 * of the two removes it from the set.
 */
final class Connections {
    private static final long CLEAN_UP_MS = 1000;

    private final String channel;
    private final int limit;
    private final Set<LineChannel> unfinished = ConcurrentHashMap.newKeySet();
    private final Semaphore permits;

    Connections(String channel, int limit) {
        this.channel = channel;
        this.limit = limit;
        this.permits = new Semaphore(limit);
    }

    /** Counts a connection until {@link #finished}; false if there are too many. */
    boolean admit(LineChannel line) {
        if (!permits.tryAcquire()) {
            return false;
        }
        unfinished.add(line);
        return true;
    }

    /** From now on the session closes the connection, in good order, and {@link #close} does not. */
    void keep(LineChannel line) {
        if (!unfinished.remove(line)) {
            throw new UnavailableException("the server is closing");
        }
    }

    /** The handshake is over. Gives back the permit of {@link #admit}. */
    void finished(LineChannel line) {
        unfinished.remove(line);
        permits.release();
    }

    /** Closes the connections that are not kept, and waits up to a second until all handshakes have cleaned up. */
    void close() {
        unfinished.forEach(line -> {
            if (unfinished.remove(line)) {
                drop(line);
            }
        });
        try {
            permits.tryAcquire(limit, CLEAN_UP_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends the reason and closes the connection. */
    void refuse(LineChannel line, Refusal refusal, String text) {
        try (line) {
            line.writeLine(refusal.line(text.replace('\n', ' ')));
        } catch (IOException e) {
            log().debug("A refused client has gone already: {}", e.getMessage());
        }
    }

    /** Closes the connection without a reason. */
    void drop(LineChannel line) {
        try {
            line.close();
        } catch (IOException e) {
            log().debug("A connection could not be closed: {}", e.getMessage());
        }
    }

    /** Logs an error. False if even that fails, because no descriptor or memory is left: the acceptor must go on. */
    boolean complain(String what, Throwable cause) {
        try {
            log().error("{} on channel '{}': {}", what, channel, words(cause));
            return true;
        } catch (Throwable e) {
            cause.addSuppressed(e);
            return false;
        }
    }

    /** The exception's message if it is a line for people, else with the type. */
    private static String words(Throwable cause) {
        if (cause instanceof IOException failure && failure.getMessage() != null) {
            return SegmentDirectory.reason(failure);
        }
        return cause instanceof ShmoozeException && cause.getMessage() != null ? cause.getMessage() : cause.toString();
    }

    /** Looked up only when there is something to log, so that a silent server does not start its logging system. */
    static Logger log() {
        return LoggerFactory.getLogger(Acceptor.class);
    }
}
