// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.MessageRefusedException;
import io.shmooze.Session;
import io.shmooze.ShmoozeException;
import io.shmooze.room.RoomLine;
import io.shmooze.room.RoomListener;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Shows on the server's screen what happens in its room. A line that cannot be shown ends the program. */
final class RoomScreen implements RoomListener {
    private final AttachedSessions sessions;
    private final Screen screen;
    private final Shutdown shutdown;

    RoomScreen(AttachedSessions sessions, Screen screen, Shutdown shutdown) {
        this.sessions = sessions;
        this.screen = screen;
        this.shutdown = shutdown;
    }

    @Override
    public void onLine(RoomLine line) {
        if (line.own()) {
            return;
        }
        try {
            screen.showMember(Printable.inline(line.speaker()), line.text());
        } catch (IOException e) {
            shutdown.fail(new ShmoozeException("Cannot write what arrives: " + e.getMessage(), e));
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void onNamed(Session member, String name) {
        sessions.joined(member, Printable.inline(name));
    }

    @Override
    public void onNotice(String text) {
        screen.announce(Printable.inline(text));
    }

    @Override
    public void onRefused(String speaker, String member, MessageRefusedException reason) {
        shutdown.leaveOut();
        String what = speaker == null ? "A notice was not sent" : "A message of " + speaker + " was not relayed";
        screen.announce(Printable.inline(what + " to " + member + ": " + reason.getMessage()));
    }
}
