// SPDX-License-Identifier: Apache-2.0
package io.shmooze.jcstress;

import io.shmooze.wait.Doorbell;
import io.shmooze.wait.PeerSemaphore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SocketChannel;

/** A doorbell without a wire: who rings it is found out, and no system call gets in the way of a race. */
final class SilentDoorbell {
    private static final SocketChannel NOWHERE = unconnected();

    private SilentDoorbell() {
    }

    static Doorbell create() {
        return new Doorbell(NOWHERE, NOWHERE, "silent");
    }

    /** Posts; true if that rang. */
    static boolean posts(PeerSemaphore semaphore) {
        try {
            semaphore.post();
            return false;
        } catch (NotYetConnectedException e) {
            return true;
        }
    }

    private static SocketChannel unconnected() {
        try {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.configureBlocking(false);
            return channel;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
