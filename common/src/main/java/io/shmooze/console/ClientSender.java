// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.ChannelKind;
import io.shmooze.MessageRefusedException;
import io.shmooze.Session;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** The client's destination: its server. */
final class ClientSender implements Outgoing {
    private final Session session;
    private final Screen screen;
    private final ReentrantLock sending = new ReentrantLock();
    private volatile int unsent;

    ClientSender(Session session, Screen screen) {
        this.session = session;
        this.screen = screen;
    }

    @Override
    public void send(ByteBuffer line) {
        sending.lock();
        try {
            unsent = 1;
            boolean inRoom = session.peer().serves() == ChannelKind.ROOM;
            Waits.send(session, inRoom ? RoomLines.toSay(line) : line, screen);
            unsent = 0;
        } catch (MessageRefusedException e) {
            unsent = 0;
            throw e;
        } finally {
            sending.unlock();
        }
    }

    @Override
    public void settle(Duration timeout) throws InterruptedException {
        if (sending.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
            sending.unlock();
        }
    }

    @Override
    public int unsent() {
        return unsent;
    }
}
