// SPDX-License-Identifier: Apache-2.0
package io.shmooze.wait;

import io.shmooze.segment.Segment;
import java.lang.invoke.VarHandle;

/**
 * The posting side of one of the peer's semaphores. What is counted was stored to the lane before; posting only wakes.
 *
 * <p>Called by several threads without a lock: two of them may ring for the same epoch, which costs a byte.
 */
public final class PeerSemaphore {
    private final Segment segment;
    private final int epochOffset;
    private final Doorbell doorbell;
    private int rungEpoch;

    /**
     * Not posted yet.
     *
     * @param segment the memory
     * @param epochOffset the epoch on the peer's line
     * @param doorbell rings at the peer
     */
    public PeerSemaphore(Segment segment, int epochOffset, Doorbell doorbell) {
        this.segment = segment;
        this.epochOffset = epochOffset;
        this.doorbell = doorbell;
    }

    /**
     * Wakes the peer if it sleeps. Full fence between the caller's store to the lane and the look at the epoch: see
     * Semaphore.
     */
    public void post() {
        VarHandle.fullFence();
        look();
    }

    /**
     * Wakes the peer if it is seen sleeping, without the fence: may miss one that falls asleep just now, so a post
     * has to follow.
     */
    public void look() {
        int epoch = segment.getIntAcquire(epochOffset);
        if ((epoch & 1) != 0 && epoch != rungEpoch) {
            rungEpoch = epoch;
            doorbell.ring();
        }
    }
}
