// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.nio.charset.StandardCharsets;

/** Reads the lines that are typed at the prompt, and carries out its commands. */
final class TerminalInput implements Input {
    private final TerminalScreen screen;
    private final PromptCommands commands;
    private final Shutdown shutdown;

    TerminalInput(TerminalScreen screen, PromptCommands commands, Shutdown shutdown) {
        this.screen = screen;
        this.commands = commands;
        this.shutdown = shutdown;
    }

    @Override
    public void feed(Destination destination) throws InterruptedException {
        String line = screen.readLine();
        while (line != null && !shutdown.hasBegun()) {
            String text = commands.interpret(line);
            if (text != null) {
                destination.send(StandardCharsets.UTF_8.encode(text));
            }
            line = shutdown.hasBegun() ? null : screen.readLine();
        }
    }

    /** False, because no typed line is lost when the program leaves between two lines. */
    @Override
    public boolean isActive() {
        return false;
    }

    @Override
    public boolean hasPending() {
        return false;
    }
}
