// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.Session;
import java.nio.ByteBuffer;

/** The client's destination: its server. */
final class ClientSender implements Destination {
    private final Session session;
    private final Screen screen;

    ClientSender(Session session, Screen screen) {
        this.session = session;
        this.screen = screen;
    }

    @Override
    public void send(ByteBuffer line) {
        Waits.send(session, line, screen);
    }
}
