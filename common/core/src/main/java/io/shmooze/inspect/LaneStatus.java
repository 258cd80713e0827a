// SPDX-License-Identifier: Apache-2.0
package io.shmooze.inspect;

import java.util.List;

/**
 * One lane at one moment: what is published and not acknowledged.
 *
 * @param acknowledged the reader's position
 * @param published the writer's position, as far as the lane could be read
 * @param capacity of the lane in which the writer is, bytes
 * @param wide whether the writer is in the wide lane
 * @param messages how many are not acknowledged; the last one may be incomplete and is not counted then
 * @param bytes the payloads that are not acknowledged, bytes
 * @param blockBytes those of them that are in the bulk area
 * @param frames the first ones that are not acknowledged
 * @param more how many frames follow those
 * @param flaw why the lane cannot be read further, a sentence without its end; null if it can
 */
public record LaneStatus(long acknowledged, long published, int capacity, boolean wide, long messages, long bytes,
                         long blockBytes, List<FrameStatus> frames, long more, String flaw) {
    /**
     * What is not acknowledged.
     *
     * @return bytes of the lane, headers and padding included
     */
    public long inFlight() {
        return published - acknowledged;
    }
}
