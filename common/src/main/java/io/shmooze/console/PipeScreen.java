// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Messages on standard output, everything else on standard error. */
final class PipeScreen implements Screen {
    private final Role role;
    private final PipeOutput output;

    PipeScreen(Role role, PipeOutput output) {
        this.role = role;
        this.output = output;
    }

    static void announce(Role role, String line) {
        System.err.println(role.program() + ": " + line);
    }

    @Override
    public void show(String sender, ByteBuffer payload) throws IOException {
        output.write(payload);
    }

    @Override
    public void announce(String line) {
        announce(role, line);
    }

    @Override
    public void close() {
        // Nothing is buffered.
    }
}
