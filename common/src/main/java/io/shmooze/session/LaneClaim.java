// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.Claim;
import io.shmooze.MessageKind;
import io.shmooze.MessageTooLongException;
import java.nio.ByteBuffer;

/** The one claim that a session can have at a time; whoever has opened it holds the session's write lock. */
final class LaneClaim implements Claim {
    private final LaneFeed feed;
    private final Runnable unlock;
    private volatile Thread owner;
    private ByteBuffer place;
    private MessageKind kind;

    LaneClaim(LaneFeed feed, Runnable unlock) {
        this.feed = feed;
        this.unlock = unlock;
    }

    /** False if there is no room now. */
    boolean open(MessageKind newKind, int length) {
        if (feed.link().writer.isFragmented(length)) {
            throw new MessageTooLongException("A message of " + length + " bytes cannot be claimed, because the lane "
                    + "holds it only in parts: send it, or serve with a larger segment");
        }
        place = feed.claim(length);
        if (place == null) {
            return false;
        }
        kind = newKind;
        owner = Thread.currentThread();
        return true;
    }

    /** For any thread. */
    boolean isOpen() {
        return owner != null;
    }

    @Override
    public ByteBuffer buffer() {
        checkOwner();
        return place;
    }

    @Override
    public void commit() {
        checkOwner();
        try {
            feed.commit(kind, place.capacity());
        } finally {
            end();
        }
    }

    @Override
    public void close() {
        if (owner == Thread.currentThread()) {
            end();
        }
    }

    private void end() {
        place = null;
        owner = null;
        unlock.run();
    }

    private void checkOwner() {
        if (owner != Thread.currentThread()) {
            throw new IllegalStateException("The claim is not, or no more, the calling thread's");
        }
    }
}
