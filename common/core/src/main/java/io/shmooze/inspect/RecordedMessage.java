// SPDX-License-Identifier: Apache-2.0
package io.shmooze.inspect;

import io.shmooze.segment.Side;

/**
 * A record of a recording.
 *
 * @param timeNs when it was found, since the recording began
 * @param session the id of its session
 * @param writer the side that has sent it
 * @param message null for a gap
 * @param missed how much was missed, of a gap; else 0
 */
public record RecordedMessage(long timeNs, long session, Side writer, TailedMessage message, long missed) {
}
