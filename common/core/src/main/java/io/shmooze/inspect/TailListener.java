// SPDX-License-Identifier: Apache-2.0
package io.shmooze.inspect;

import io.shmooze.segment.Side;

/** Gets what passes in the sessions that are followed, on the thread that follows them. */
public interface TailListener {
    /**
     * A session is followed from now on.
     *
     * @param session which
     */
    void onBegin(SessionTail session);

    /**
     * A message has passed.
     *
     * @param session in which
     * @param message the message
     */
    void onMessage(SessionTail session, TailedMessage message);

    /**
     * Messages have passed that could not be read in time.
     *
     * @param session in which
     * @param writer the side that has sent them
     * @param count how many; of frames, if the session does not count messages
     */
    void onMissed(SessionTail session, Side writer, long count);

    /**
     * A session, or one of its lanes, cannot be read further.
     *
     * @param session which
     * @param flaw why, a sentence without its end
     */
    void onFlaw(SessionTail session, String flaw);

    /**
     * A session is over, and everything of it was read.
     *
     * @param session which
     */
    void onEnd(SessionTail session);
}
