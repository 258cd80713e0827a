// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.frame.FramePublisher;
import java.io.IOException;

/** Gives the frames to publish. */
interface FrameSource {
    /**
     * Publishes the next frame.
     *
     * @throws IOException if it cannot be read
     */
    void publishNext(FramePublisher publisher) throws IOException;

    /** A description for people. */
    String description();
}
