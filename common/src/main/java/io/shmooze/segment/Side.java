// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

/** One of the two processes of a session, with the places of the segment that are its own and its peer's. */
public enum Side {
    /** Created the segment. */
    SERVER {
        @Override
        public int ownLineOffset() {
            return SegmentDescriptor.SERVER_LINE_OFFSET;
        }

        @Override
        public int outLaneOffset(int laneCapacity) {
            return SegmentDescriptor.laneToClientOffset();
        }

        @Override
        public Side other() {
            return CLIENT;
        }
    },
    /** Attached to it. */
    CLIENT {
        @Override
        public int ownLineOffset() {
            return SegmentDescriptor.CLIENT_LINE_OFFSET;
        }

        @Override
        public int outLaneOffset(int laneCapacity) {
            return SegmentDescriptor.laneToServerOffset(laneCapacity);
        }

        @Override
        public Side other() {
            return SERVER;
        }
    };

    /**
     * The line that this side alone writes.
     *
     * @return offset in the segment
     */
    public abstract int ownLineOffset();

    /**
     * The lane that this side alone writes.
     *
     * @param laneCapacity bytes
     * @return offset in the segment
     */
    public abstract int outLaneOffset(int laneCapacity);

    /**
     * The peer's side.
     *
     * @return the other one
     */
    public abstract Side other();
}
