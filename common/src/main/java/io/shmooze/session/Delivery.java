// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.Message;
import io.shmooze.MessageListener;
import io.shmooze.Session;
import io.shmooze.fault.FailPoint;
import io.shmooze.lane.LaneReader.Poll;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A message's way from the lane to a callback.
 *
 * <p><b>Assumptions.</b> The caller holds the session's read lock, except for the methods that say otherwise.
 *
 * <p><b>Guarantees.</b> The lane's cursor moves after the callback has returned or thrown, so a throwing callback
 * never jams the lane. A peer that sleeps until it has room is seen after each message; one that falls asleep in that
 * very moment is woken at the end of the pass, by {@link #finish}, which alone pays for a full fence.
 */
final class Delivery {
    private static final long NOBODY = 0;
    /** After so many fragments the caller gets a chance to think of something else: a hostile peer never ends one. */
    private static final int MAX_FRAGMENTS = 1024;

    private final Session session;
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    /** The id of the thread inside a callback: storing a number costs less than storing a reference. */
    private final AtomicLong caller = new AtomicLong(NOBODY);

    private Link link;
    private LaneMessage view;
    /** Whether the peer may sleep without having seen the last position. */
    private boolean unposted;

    Delivery(Session session) {
        this.session = session;
    }

    void attach(Link newLink) {
        link = newLink;
        view = new LaneMessage(newLink.reader.payload(), newLink.peer);
        unposted = false;
    }

    void detach() {
        link = null;
    }

    /** Null while there is none. */
    Link link() {
        return link;
    }

    /** Hands out the next message, if there is one; when the caller wants no more, {@link #finish} follows. */
    boolean deliverOne(MessageListener listener) {
        if (link == null || !next()) {
            return false;
        }
        view.open();
        FailPoint.BEFORE_CALLBACK.reached();
        try {
            callBack(listener, view);
        } finally {
            release();
        }
        return true;
    }

    /** Ends a pass: wakes a peer that sleeps until it has room. */
    void finish() {
        if (unposted && link != null) {
            unposted = false;
            link.peerRoom.post();
        }
    }

    /** Takes messages that are there without handing them out, until there is none. */
    void moveTo(Queue<Message> backlog) {
        while (next()) {
            backlog.add(Messages.keep(link.reader.payload(), link.peer));
            link.reader.release();
        }
    }

    void callBack(MessageListener listener, Message message) {
        int length = message.length();
        caller.setRelease(Thread.currentThread().getId());
        try {
            listener.onMessage(session, message);
        } finally {
            caller.setRelease(NOBODY);
            messages.setRelease(messages.getPlain() + 1);
            bytes.setRelease(bytes.getPlain() + length);
        }
    }

    /** For any thread: whether some thread is inside a callback. */
    boolean isInCallback() {
        return caller.get() != NOBODY;
    }

    /** For any thread: whether that thread itself is inside a callback of this session. */
    boolean isInOwnCallback() {
        return caller.getPlain() == Thread.currentThread().getId();
    }

    /** For any thread. */
    long messages() {
        return messages.get();
    }

    /** For any thread. */
    long bytes() {
        return bytes.get();
    }

    private void release() {
        try {
            view.close();
        } finally {
            if (!link.isClosedHere()) {
                FailPoint.BEFORE_RELEASE.reached();
                link.reader.release();
                FailPoint.AFTER_RELEASE.reached();
                unposted = true;
                link.peerRoom.look();
            }
        }
    }

    /** Moves to the next whole message; false if there is none yet. */
    private boolean next() {
        if (link.isClosedHere()) {
            return false;
        }
        Poll found = link.reader.poll();
        for (int i = 0; found == Poll.PARTIAL && !link.isClosedHere() && (i < MAX_FRAGMENTS || link.isOver()); i++) {
            unposted = true;
            link.peerRoom.look();
            found = link.reader.poll();
        }
        return found == Poll.MESSAGE;
    }
}
