// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;

/** Asks the kernel for the user at the other end of a Unix socket. Owns no state. */
public final class PeerUser {
    private PeerUser() {
    }

    /**
     * The user that the other process had when it connected or began to listen.
     *
     * @param channel a connected socket
     * @return the user, comparable with a file's owner
     * @throws IOException if the kernel does not say
     */
    public static UserPrincipal of(SocketChannel channel) throws IOException {
        return channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
    }
}
