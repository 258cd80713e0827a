// SPDX-License-Identifier: Apache-2.0
package io.shmooze.frame;

import io.shmooze.segment.Leftovers;
import io.shmooze.segment.SegmentDirectory;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * What a killed publisher leaves. The next server in the directory removes it; if none comes, its viewers do when they
 * leave, because it may be a lot of memory. No lock is needed: nobody else has files with this publisher's key.
 */
final class Remains {
    private Remains() {
    }

    /** Removes a publisher's files unless somebody serves its channel, be it that one after all, or the next. */
    static void remove(SegmentDirectory directory, String channel, String key) {
        try {
            if (!isServed(directory.socket(channel))) {
                Leftovers.removeFrames(directory, channel, key);
            }
        } catch (IOException e) {
            // Another user's, perhaps: then they are not this process's to remove.
            LoggerFactory.getLogger(Remains.class).debug("The frames of channel '{}' stay: {}", channel, e.toString());
        }
    }

    private static boolean isServed(Path socket) throws IOException {
        if (Files.notExists(socket)) {
            return false;
        }
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.configureBlocking(false);
            channel.connect(UnixDomainSocketAddress.of(socket));
            return true;
        } catch (ConnectException e) {
            return false;
        }
    }
}
