// SPDX-License-Identifier: Apache-2.0
package io.shmooze.frame;

import io.shmooze.segment.SegmentDirectory;
import java.nio.file.Path;

/**
 * Where the files of one publisher's frame pool are.
 *
 * @param directory of the channel
 * @param channel its name
 * @param key the publisher's; no other publisher has files with it
 */
record FrameFiles(SegmentDirectory directory, String channel, String key) {
    Path control() {
        return directory.frames(channel, 0, key);
    }

    /** The file of a buffer; its number is at least 1. */
    Path buffer(long number) {
        return directory.frames(channel, number, key);
    }
}
