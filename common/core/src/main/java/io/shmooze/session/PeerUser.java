// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;

/** Who is at the other end of a Unix socket, as the kernel says. */
public final class PeerUser {
    private PeerUser() {
    }

    /**
     * The user that owned the process when it connected or listened.
     *
     * @param channel connected
     * @return comparable with a file's owner
     * @throws IOException if the kernel does not tell
     */
    public static UserPrincipal of(SocketChannel channel) throws IOException {
        return channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
    }
}
