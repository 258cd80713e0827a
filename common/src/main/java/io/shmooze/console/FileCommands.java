// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.NotPermittedException;
import io.shmooze.Session;
import io.shmooze.UsageException;
import io.shmooze.file.FileFolder;
import io.shmooze.file.FileTransfer;
import io.shmooze.file.IncomingFile;
import io.shmooze.file.TransferState;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What the prompt understands about files. */
final class FileCommands {
    private static final String HOME = "~/";

    private final Supplier<List<Session>> sessions;
    private final FileDesk desk;
    private final Screen screen;

    FileCommands(Supplier<List<Session>> sessions, FileDesk desk, Screen screen) {
        this.sessions = sessions;
        this.desk = desk;
        this.screen = screen;
    }

    /** To everybody who is attached; each of them is asked. */
    void send(String file) {
        List<Session> attached = sessions.get();
        if (file.isEmpty()) {
            screen.announce("Which file? /send FILE");
        } else if (attached.isEmpty()) {
            screen.announce("Not sent: nobody is attached");
        } else {
            attempt(() -> attached.forEach(session -> desk.send(session, path(file))));
        }
    }

    private static Path path(String file) {
        return Path.of(file.startsWith(HOME)
                ? System.getProperty("user.home") + file.substring(HOME.length() - 1) : file);
    }

    void accept(String number) {
        pick(number, FileCommands::isAsked, file -> {
            FileFolder here = FileFolder.of(Path.of("").toAbsolutePath());
            ((IncomingFile) file).accept(here);
        });
    }

    void refuse(String number) {
        pick(number, FileCommands::isAsked, file -> ((IncomingFile) file).refuse("nobody wants it"));
    }

    void cancel(String number) {
        pick(number, file -> true, file -> file.cancel(file instanceof IncomingFile ? "the receiver gave it up"
                : "the sender gave it up"));
    }

    private static boolean isAsked(FileTransfer file) {
        return file instanceof IncomingFile incoming && !incoming.isAccepted();
    }

    /** The one of that number, or the first that will do. */
    private void pick(String number, Predicate<FileTransfer> fits, Consumer<FileTransfer> action) {
        for (Map.Entry<Integer, FileTransfer> entry : desk.numbered().entrySet()) {
            boolean meant = number.isEmpty() || number.equals(entry.getKey().toString());
            if (meant && fits.test(entry.getValue())) {
                attempt(() -> action.accept(entry.getValue()));
                return;
            }
        }
        screen.announce("There is no such file" + (number.isEmpty() ? "" : " " + Visible.inline(number))
                + "; /files lists them");
    }

    void list() {
        Map<Integer, FileTransfer> files = desk.numbered();
        if (files.isEmpty()) {
            screen.announce("No file is on its way");
        }
        files.forEach((number, file) -> screen.announce("[" + number + "] "
                + (file instanceof IncomingFile ? "from " : "to ") + Peers.label(file.peer()) + ": " + state(file)));
    }

    private static String state(FileTransfer file) {
        if (file.state() == TransferState.RUNNING) {
            return FileWords.progress(file);
        }
        boolean paused = file.state() == TransferState.PAUSED;
        return FileWords.named(file) + (paused ? ", waits for the next server" : ", offered");
    }

    private void attempt(Runnable action) {
        try {
            action.run();
        } catch (UsageException | NotPermittedException | InvalidPathException | IllegalStateException e) {
            screen.announce("Not done: " + Visible.inline(e.getMessage()));
        }
    }
}
