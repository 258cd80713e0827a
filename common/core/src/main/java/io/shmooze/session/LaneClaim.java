// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.Claim;
import io.shmooze.MessageKind;
import io.shmooze.MessageTooLongException;
import java.nio.ByteBuffer;

/** The claim of the thread that holds the write lock. Owns the claimed memory; the same object serves every claim. */
final class LaneClaim implements Claim {
    private final SendingEnd sending;
    private OutgoingLane lane;
    private MessageKind kind;
    private ByteBuffer memory;

    LaneClaim(SendingEnd sending) {
        this.sending = sending;
    }

    /** Under the lock; false if there is no room now. */
    boolean open(OutgoingLane newLane, MessageKind newKind, int length) {
        if (newLane.isFragmented(length)) {
            throw new MessageTooLongException("A message of " + length + " bytes cannot be claimed, because it "
                    + "does not fit into one frame: send it, or serve with a larger bulk area");
        }
        lane = newLane;
        kind = newKind;
        memory = newLane.claim(length);
        return memory != null;
    }

    @Override
    public ByteBuffer buffer() {
        checkOwner();
        return memory;
    }

    @Override
    public void commit() {
        checkOwner();
        try {
            lane.commit(kind, memory.capacity());
        } finally {
            end();
        }
    }

    @Override
    public void close() {
        if (isOpenHere()) {
            sending.probe(memory);
            end();
        }
    }

    private void end() {
        lane = null;
        memory = null;
        sending.unlockForClaim();
    }

    private void checkOwner() {
        if (!isOpenHere()) {
            throw new IllegalStateException("The calling thread does not hold this claim");
        }
    }

    private boolean isOpenHere() {
        return sending.isLockedForApplication() && memory != null; // else the holder has a batch
    }
}
