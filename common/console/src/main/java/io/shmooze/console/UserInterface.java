// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.file.FileFolder;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The input and the output of a program: a terminal with a prompt, or a pipe.
 *
 * @param screen shows messages and announcements
 * @param input reads what is to be sent
 * @param files sends and receives files
 * @param interactive whether it is a terminal
 */
record UserInterface(Screen screen, Input input, FileTransfers files, boolean interactive) {
    private static final Path HERE = Path.of(".");

    /** A terminal if standard input and standard output are both one, else a pipe. */
    static UserInterface open(Invocation invocation, AttachedSessions sessions, Shutdown shutdown) {
        FileFolder folder = invocation.arguments().accept();
        if (Terminals.interactive() && invocation.role().isChat() && StandardStreams.isInputNonBlocking()) {
            PipeScreen.announce(invocation.role(), "No prompt, because the terminal's input is non-blocking");
        } else if (Terminals.interactive() && invocation.role().isChat()) {
            try {
                return terminal(invocation, sessions, shutdown, folder);
            } catch (IOException | IllegalStateException e) {
                PipeScreen.announce(invocation.role(), "No prompt, because the terminal cannot be controlled: "
                        + Printable.inline(e.toString()));
            }
        }
        Screen screen = new PipeScreen(invocation.role(), PipeOutput.standard(invocation.separator()));
        FileTransfers files = new FileTransfers(screen, shutdown, false, folder);
        return new UserInterface(screen, input(invocation, sessions, files, screen, shutdown), files, false);
    }

    private static Input input(Invocation invocation, AttachedSessions sessions, FileTransfers files, Screen screen,
                               Shutdown shutdown) {
        if (invocation.role().receives()) {
            return Input.NOTHING;
        }
        return invocation.role().sends() ? FileInput.of(invocation.arguments(), sessions, files)
                : PipeInput.standard(invocation, screen, shutdown);
    }

    private static UserInterface terminal(Invocation invocation, AttachedSessions sessions, Shutdown shutdown,
                                          FileFolder folder) throws IOException {
        Terminals.requireFolder();
        TerminalScreen screen = new TerminalScreen(shutdown::interrupt);
        FileTransfers files = new FileTransfers(screen, shutdown, true, folder);
        FileCommands fileCommands = invocation.speaksQt() ? null
                : new FileCommands(sessions::reachable, files, screen, HERE);
        PromptCommands commands = new PromptCommands(sessions, fileCommands, screen, shutdown::stop);
        screen.completeWith(commands::completions);
        return new UserInterface(screen, new TerminalInput(screen, commands, shutdown), files, true);
    }
}
