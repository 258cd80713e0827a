// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

/** One of the two processes of a session, with the offsets of the memory that it writes. */
public enum Side {
    /** The process that has created the segment. */
    SERVER(SegmentDescriptor.SERVER_LINE_OFFSET),
    /** The process that has attached to it. */
    CLIENT(SegmentDescriptor.CLIENT_LINE_OFFSET);

    private final int ownLineOffset;

    Side(int ownLineOffset) {
        this.ownLineOffset = ownLineOffset;
    }

    /**
     * The line that only this side writes.
     *
     * @return offset in the segment
     */
    public int ownLineOffset() {
        return ownLineOffset;
    }

    /**
     * The lane that only this side writes.
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
     * @return the other side
     */
    public Side other() {
        return this == SERVER ? CLIENT : SERVER;
    }
}
