// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.io.IOException;

/**
 * What a program shows on, and what it is fed from.
 *
 * @param screen shows
 * @param input feeds
 * @param interactive whether that is a terminal
 */
record ConsoleParts(Screen screen, Input input, boolean interactive) {
    /** A terminal if standard input and standard output are both one, else a pipe. */
    static ConsoleParts open(Invocation invocation, Members members, Ending ending) {
        if (Terminals.interactive()) {
            try {
                return terminal(members, ending);
            } catch (IOException | IllegalStateException e) {
                PipeScreen.announce(invocation.role(), "No prompt, because the terminal cannot be controlled: "
                        + Visible.inline(e.toString()));
            }
        }
        Screen screen = new PipeScreen(invocation.role(), PipeOutput.standard(invocation.separator()));
        return new ConsoleParts(screen, PipeInput.standard(invocation, screen, ending), false);
    }

    private static ConsoleParts terminal(Members members, Ending ending) throws IOException {
        TerminalScreen screen = new TerminalScreen(ending::stop);
        Commands commands = new Commands(members::reachable, screen, ending::stop);
        return new ConsoleParts(screen, new TerminalInput(screen, commands, ending), true);
    }
}
