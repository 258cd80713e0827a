// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.frame.FramePublisher;
import java.io.IOException;

/** Where published frames come from. */
interface FrameSource {
    /**
     * Publishes the next frame.
     *
     * @throws IOException if there is none to be had any more
     */
    void publishNext(FramePublisher publisher) throws IOException;

    /** What it is, for people. */
    String description();
}
