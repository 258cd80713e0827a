// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

/** One of the two processes of a session, with the places of the segment that are its own and its peer's. */
public enum Side {
    /** Created the segment. */
    SERVER(SegmentDescriptor.SERVER_LINE_OFFSET),
    /** Attached to it. */
    CLIENT(SegmentDescriptor.CLIENT_LINE_OFFSET);

    private final int ownLineOffset;

    Side(int ownLineOffset) {
        this.ownLineOffset = ownLineOffset;
    }

    /**
     * The line that this side alone writes.
     *
     * @return offset in the segment
     */
    public int ownLineOffset() {
        return ownLineOffset;
    }

    /**
     * The lane that this side alone writes.
     *
     * @param laneCapacity bytes
     * @return offset in the segment
     */
    public int outLaneOffset(int laneCapacity) {
        return this == SERVER ? SegmentDescriptor.laneToClientOffset()
                : SegmentDescriptor.laneToServerOffset(laneCapacity);
    }

    /**
     * The peer's side.
     *
     * @return the other one
     */
    public Side other() {
        return this == SERVER ? CLIENT : SERVER;
    }
}
