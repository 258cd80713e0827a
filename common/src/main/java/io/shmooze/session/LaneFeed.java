// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.MessageKind;
import io.shmooze.ProtocolException;
import io.shmooze.fault.FailPoint;
import io.shmooze.lane.LaneWriter;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Publishes messages on whatever link there is, and rings for them.
 *
 * <p><b>Assumptions.</b> The caller holds the session's write lock, except for the methods that say otherwise. A link
 * that breaks the protocol is failed here, and then behaves like one without room whose peer has hung up.
 */
final class LaneFeed {
    private final Transfer direct = new Transfer();
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    private Link link;
    /** Null while there is none. */
    Link link() {
        return link;
    }

    void attach(Link newLink) {
        link = newLink;
    }

    void detach() {
        link = null;
    }

    /** The place for a message in one frame; null if there is no room now. */
    ByteBuffer claim(int length) {
        try {
            return link.writer.claimWhole(length);
        } catch (ProtocolException | InternalError e) {
            link.fail(e);
            return null;
        }
    }

    /** Publishes what was written to the claimed place. */
    void commit(MessageKind kind, int length) {
        try {
            link.writer.commitWhole(kind, length);
            link.peerArrivals.post();
            FailPoint.AFTER_POST.reached();
            count(length);
        } catch (InternalError e) {
            link.fail(e);
        }
    }

    /** Publishes a message if it goes into one frame and the lane has room for that. */
    boolean publishWhole(MessageKind kind, ByteBuffer payload) {
        Link now = link;
        int length = payload.remaining();
        if (now == null || length > now.maxMessageLength) {
            return false;
        }
        try {
            if (!now.writer.writeWhole(kind, payload)) {
                return false;
            }
            now.peerArrivals.post();
            FailPoint.AFTER_POST.reached();
            count(length);
            return true;
        } catch (ProtocolException | InternalError e) {
            now.fail(e);
            return false;
        } catch (Error e) {
            now.fail(e);
            throw e;
        }
    }

    /** Publishes a message if the lane has room for all of it. */
    boolean publish(MessageKind kind, ByteBuffer payload) {
        return link != null && fits(payload.remaining()) && advance(direct.borrow(kind, payload));
    }

    /**
     * Publishes a message, waiting for room; false if the time or the link is over, and then the message is given up.
     */
    boolean publish(MessageKind kind, ByteBuffer payload, long deadlineNs) throws InterruptedException {
        direct.borrow(kind, payload);
        while (!advance(direct)) {
            if (!awaitRoom(deadlineNs)) {
                return false;
            }
        }
        return true;
    }

    /** For any thread. */
    long messages() {
        return messages.get();
    }

    /** For any thread. */
    long bytes() {
        return bytes.get();
    }

    /** Goes on publishing a message as far as there is room; true if all of it is published. */
    boolean advance(Transfer transfer) {
        try {
            if (transfer.written() == 0 && link.writer.isFragmented(transfer.length())) {
                // Before the first frame: later, a failure to copy would leave a published message without a copy.
                transfer.keep(link.writer::copy);
            }
            while (true) {
                int written = link.writer.write(transfer.kind(), transfer.payload(), transfer.written(),
                        transfer.redelivered());
                if (written == LaneWriter.NO_ROOM) {
                    link.peerArrivals.post();
                    return false;
                }
                boolean whole = transfer.advance(written);
                if (whole) {
                    link.peerArrivals.post();
                } else {
                    link.peerArrivals.look();
                }
                FailPoint.AFTER_POST.reached();
                if (whole) {
                    completed(transfer);
                    return true;
                }
                FailPoint.BETWEEN_FRAMES.reached();
            }
        } catch (ProtocolException | InternalError e) {
            link.fail(e);
            return false;
        } catch (Error e) {
            // It may have struck between a store to the lane and the writer's own bookkeeping.
            link.fail(e);
            throw e;
        }
    }

    private void completed(Transfer transfer) {
        int length = transfer.length();
        if (link.writer.isFragmented(length)) {
            link.writer.retain(transfer.keep(link.writer::copy));
        }
        count(length);
    }

    private void count(int length) {
        messages.setRelease(messages.getPlain() + 1);
        bytes.setRelease(bytes.getPlain() + length);
    }

    /** Waits for room for the frame that found none; false if the time or the link is over. */
    boolean awaitRoom(long deadlineNs) throws InterruptedException {
        try {
            return link != null && link.response.awaitRoom(this::hasRoom, deadlineNs);
        } catch (InternalError e) {
            link.fail(e);
            return false;
        }
    }

    /** Whether there is room now for the frame that found none. */
    boolean hasRoom() {
        try {
            return link.failure() == null && link.writer.hasRoom();
        } catch (ProtocolException | InternalError e) {
            link.fail(e);
            return false;
        }
    }

    private boolean fits(int length) {
        try {
            return link.writer.fits(length);
        } catch (ProtocolException | InternalError e) {
            link.fail(e);
            return false;
        }
    }
}
