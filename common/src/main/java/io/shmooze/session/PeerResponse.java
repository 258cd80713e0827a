// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.UnresponsiveException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Whether the peer of a link responds: it acknowledges something before the response timeout is over. */
final class PeerResponse {
    private final Link link;
    private final long timeoutNs;
    /** The acknowledged position at which the peer did not respond; negative while it does. */
    private volatile long unresponsiveAt = -1;

    /**
     * Not asked yet.
     *
     * @param link to the peer
     * @param timeoutNs how long it may take; 0 means any time
     */
    PeerResponse(Link link, long timeoutNs) {
        this.link = link;
        this.timeoutNs = timeoutNs;
    }

    /**
     * Waits for room or for acknowledgements, and gives up on a peer that acknowledges nothing for the response
     * timeout.
     *
     * @return true if available; false if the time is over or the peer has hung up
     * @throws UnresponsiveException if the response timeout has passed
     */
    boolean awaitRoom(BooleanSupplier available, long deadlineNs) throws InterruptedException {
        if (timeoutNs == 0) {
            return link.room.acquire(available, deadlineNs);
        }
        while (true) {
            long seen = link.acknowledged();
            long limitNs = System.nanoTime() + Math.min(timeoutNs, deadlineNs - System.nanoTime());
            if (link.room.acquire(() -> available.getAsBoolean() || link.acknowledged() != seen, limitNs)) {
                if (available.getAsBoolean()) {
                    return true;
                }
            } else if (link.isOver() || Deadlines.isOver(deadlineNs)) {
                return false;
            } else {
                unresponsiveAt = seen;
                throw new UnresponsiveException("The peer " + link.peer.name() + " has acknowledged nothing for "
                        + TimeUnit.NANOSECONDS.toMillis(timeoutNs) + " ms; it may be stopped or busy");
            }
        }
    }

    /** Whether the last word about the peer is that it does not respond. */
    boolean isUnresponsive() {
        if (unresponsiveAt < 0 || !link.users.enter()) {
            return false;
        }
        try {
            return link.acknowledged() == unresponsiveAt;
        } catch (InternalError e) {
            link.fail(e);
            return false;
        } finally {
            link.users.leave();
        }
    }
}
