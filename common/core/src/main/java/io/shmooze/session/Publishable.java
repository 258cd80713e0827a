// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

/**
 * Something that is to be published only as long as somebody waits for it: a question or an answer. What is not due any
 * more is left out.
 */
interface Publishable {
    /**
     * Whether it is still to be published.
     *
     * @param on the lane; null if there is none now
     */
    boolean isDue(OutgoingLane on);

    /** Whether an application may have seen it before. */
    default boolean isRepeated() {
        return false;
    }

    /** It is published as a whole now. Called under the write lock. */
    void published();
}
