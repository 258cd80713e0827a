// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.ProtocolException;
import io.shmooze.lane.Unacknowledged;
import java.util.List;

/**
 * Moves what the outbox holds to the lane, and knows what it waits for when that is full.
 *
 * <p><b>Assumptions.</b> The caller holds the session's write lock, except for the methods that say otherwise.
 *
 * <p><b>Guarantees.</b> Who stops draining because the lane is full has armed the room semaphore before its last look
 * at the lane, so the peer's next acknowledgement rings, and the session's own thread drains again.
 */
final class OutboxDrain {
    private final Outbox outbox;
    private final LaneFeed feed;
    /**
     * Whether the outbox waits for the peer to acknowledge (or for a link); with a link, its room semaphore is armed.
     */
    private volatile boolean blocked = true;
    private volatile long blockedAt;
    private volatile long blockedBells;

    OutboxDrain(Outbox outbox, LaneFeed feed) {
        this.outbox = outbox;
        this.feed = feed;
    }

    void attach(Link newLink) {
        feed.attach(newLink);
        blocked = false;
    }

    /** Takes the link away; returns the complete messages that the peer has not acknowledged. */
    List<Unacknowledged> detach() {
        Link link = feed.link();
        try {
            setBlocked(false);
            List<Unacknowledged> unacknowledged = link.writer.unacknowledged();
            link.probe();
            return unacknowledged;
        } catch (ProtocolException | InternalError e) {
            link.fail(e);
            return List.of();
        } finally {
            feed.detach();
            blocked = true;
            outbox.restart();
        }
    }

    /** Moves what it can from the outbox to the lane; true if nothing is left. */
    boolean drain() {
        while (!outbox.isEmpty()) {
            if (feed.link() == null) {
                return false;
            }
            if (feed.advance(outbox.peek())) {
                outbox.removeFirst();
            } else if (!canGoOn()) {
                // On a link that has failed nobody is to try again.
                blocked |= feed.link().failure() != null;
                return false;
            }
        }
        setBlocked(false);
        return true;
    }

    /** Moves everything from the outbox to the lane, waiting for room; false if the time or the link is over. */
    boolean drain(long deadlineNs) throws InterruptedException {
        while (!drain()) {
            if (!feed.awaitRoom(deadlineNs)) {
                return false;
            }
        }
        return true;
    }

    /** For any thread: whether {@link #drain} is not already waiting for the peer. */
    boolean hasLeftovers() {
        return !outbox.isEmpty() && !blocked;
    }

    /**
     * For the session's own thread: whether the peer has made room since {@link #drain} found none, or a bell that
     * another thread took has to be answered by a new epoch.
     */
    boolean hasDrainable(Link now) {
        return blocked && !outbox.isEmpty()
                && (now.acknowledged() != blockedAt || now.doorbell.bells() != blockedBells);
    }

    /** After the lane was full: asks the peer to ring when it acknowledges, then looks once more. */
    private boolean canGoOn() {
        Link link = feed.link();
        try {
            blockedAt = link.acknowledged();
            setBlocked(true);
            return feed.hasRoom();
        } catch (InternalError e) {
            link.fail(e);
            return false;
        }
    }

    private void setBlocked(boolean now) {
        Link link = feed.link();
        if (link != null && now) {
            // Read before arming: a bell for this very epoch has to be noticed the next time.
            long bells = link.doorbell.bells();
            if (!blocked) {
                link.room.arm();
            } else if (blockedBells != bells) {
                link.room.rearm();
            }
            blockedBells = bells;
        } else if (link != null && blocked) {
            link.room.disarm();
        }
        blocked = now || link == null;
    }
}
