// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.UsageException;
import io.shmooze.file.FileFolder;
import io.shmooze.segment.LocaleCharset;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What a program shows on, and what it is fed from.
 *
 * @param screen shows
 * @param input feeds
 * @param files where files come and go
 * @param interactive whether that is a terminal
 */
record ConsoleParts(Screen screen, Input input, FileDesk files, boolean interactive) {
    private static final Path HERE = Path.of(".");

    /** A terminal if standard input and standard output are both one, else a pipe. */
    static ConsoleParts open(Invocation invocation, Members members, Ending ending) {
        FileFolder folder = invocation.arguments().accept();
        if (Terminals.interactive() && invocation.role().isChat() && StandardStreams.isInputNonBlocking()) {
            PipeScreen.announce(invocation.role(), "No prompt, because the terminal's input is non-blocking");
        } else if (Terminals.interactive() && invocation.role().isChat()) {
            try {
                return terminal(invocation, members, ending, folder);
            } catch (IOException | IllegalStateException e) {
                PipeScreen.announce(invocation.role(), "No prompt, because the terminal cannot be controlled: "
                        + Visible.inline(e.toString()));
            }
        }
        Screen screen = new PipeScreen(invocation.role(), PipeOutput.standard(invocation.separator()));
        FileDesk files = new FileDesk(screen, ending, false, folder);
        return new ConsoleParts(screen, input(invocation, members, files, screen, ending), files, false);
    }

    private static Input input(Invocation invocation, Members members, FileDesk files, Screen screen, Ending ending) {
        if (invocation.role().receives()) {
            return Input.NOTHING;
        }
        return invocation.role().sends() ? FilesInput.of(invocation.arguments(), members, files)
                : PipeInput.standard(invocation, screen, ending);
    }

    private static ConsoleParts terminal(Invocation invocation, Members members, Ending ending, FileFolder folder)
            throws IOException {
        String flaw = LocaleCharset.current().directoryFlaw(HERE);
        if (flaw != null) {
            // JDK 17 cannot even load what the terminal needs.
            throw new UsageException("The current folder " + flaw);
        }
        TerminalScreen screen = new TerminalScreen(ending::interrupt);
        FileDesk files = new FileDesk(screen, ending, true, folder);
        FileCommands fileCommands = invocation.speaksQt() ? null
                : new FileCommands(members::reachable, files, screen, HERE);
        Commands commands = new Commands(members, fileCommands, screen, ending::stop);
        screen.completeWith(commands::completions);
        return new ConsoleParts(screen, new TerminalInput(screen, commands, ending), files, true);
    }
}
