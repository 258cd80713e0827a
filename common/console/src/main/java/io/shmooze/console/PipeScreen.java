// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.room.RoomLines;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Shows messages on standard output, and everything else on standard error. */
final class PipeScreen implements Screen {
    private final Role role;
    private final PipeOutput output;
    /** The progress line that is drawn now; null for none. Guarded by this. */
    private String progress;
    /** Guarded by this. */
    private boolean closed;

    PipeScreen(Role role, PipeOutput output) {
        this.role = role;
        this.output = output;
    }

    static void announce(Role role, String line) {
        System.err.println(role.program() + ": " + line);
    }

    @Override
    public synchronized void show(String sender, ByteBuffer payload) throws IOException {
        progress(null);
        output.write(payload);
    }

    @Override
    public synchronized void showMember(String name, ByteBuffer text) throws IOException {
        progress(null);
        output.write(RoomLines.said(name, output.isOfLines() ? RoomLines.marked(text) : text));
    }

    @Override
    public synchronized void announce(String line) {
        progress(null);
        announce(role, line);
    }

    /** Draws on standard error, if that is a terminal. */
    @Override
    public synchronized void progress(String line) {
        if (!closed && (line != null || progress != null) && Terminals.isErrors()) {
            Terminals.drawOnErrors(line == null ? "" : line);
            progress = line;
        }
    }

    /** Draws nothing afterwards: the progress of a file must not appear under the shell's prompt. */
    @Override
    public synchronized void close() {
        progress(null);
        closed = true;
    }
}
