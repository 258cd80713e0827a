// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Records everything that it is given to show. */
final class FakeScreen implements Screen {
    final List<String> announced = new ArrayList<>();
    final List<String> shown = new ArrayList<>();
    /** The progress lines; null where the line was erased. For all threads. */
    final List<String> drawn = Collections.synchronizedList(new ArrayList<>());

    @Override
    public synchronized void show(String sender, ByteBuffer payload) {
        shown.add(sender + "> " + StandardCharsets.UTF_8.decode(payload.duplicate()));
    }

    @Override
    public synchronized void showMember(String name, ByteBuffer text) {
        show("member " + name, text);
    }

    @Override
    public synchronized void announce(String line) {
        announced.add(line);
    }

    @Override
    public void progress(String line) {
        drawn.add(line);
    }

    @Override
    public void close() {
    }
}
