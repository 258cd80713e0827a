// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.nio.ByteBuffer;

/** On a terminal a line is not kept for clients to come, as it is in a pipe: whoever typed it is told. */
final class Audience implements Destination {
    private final Members members;
    private final Destination destination;
    private final Screen screen;

    Audience(Members members, Destination destination, Screen screen) {
        this.members = members;
        this.destination = destination;
        this.screen = screen;
    }

    @Override
    public void send(ByteBuffer line) throws InterruptedException {
        if (members.reachable().isEmpty()) {
            screen.announce("Not sent: nobody is attached");
        } else {
            destination.send(line);
        }
    }
}
