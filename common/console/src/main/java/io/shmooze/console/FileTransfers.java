// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.MessageListener;
import io.shmooze.Session;
import io.shmooze.file.FileExchange;
import io.shmooze.file.FileFolder;
import io.shmooze.file.FileListener;
import io.shmooze.file.FileTransfer;
import io.shmooze.file.IncomingFile;
import io.shmooze.file.OutgoingFile;
import io.shmooze.file.TransferState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The file transfers of a program: answers offers, numbers the files, and announces them. Safe for all threads. */
final class FileTransfers implements FileListener {
    private static final Duration LONG = Duration.ofHours(1);
    private static final String NO_FOLDER = "it takes no files: start it with --accept DIR";

    private final Screen screen;
    private final Shutdown shutdown;
    private final boolean interactive;
    /** Takes every file; null if the user is asked, or no file is accepted. */
    private final FileFolder folder;
    private final FileExchange exchange = new FileExchange(this);
    private final FileProgress progress;
    /** The files that have not ended, by the number that the user types. Guarded by this. */
    private final Map<Integer, FileTransfer> numbered = new LinkedHashMap<>();
    private int last;

    FileTransfers(Screen screen, Shutdown shutdown, boolean interactive, FileFolder folder) {
        this.screen = screen;
        this.shutdown = shutdown;
        this.interactive = interactive;
        this.folder = folder;
        this.progress = new FileProgress(screen, exchange::transfers);
    }

    FileExchange exchange() {
        return exchange;
    }

    /** Offers a file; under another name, if that is not null. */
    OutgoingFile send(Session session, Path file, String name) {
        OutgoingFile sent = exchange.send(session, file, name);
        if (interactive) {
            screen.announce(mark(number(sent)) + "offering " + FileText.named(sent) + " to "
                    + PeerText.label(sent.peer()));
        }
        return sent;
    }

    /** Handles the messages that belong to files, and passes all others on. */
    MessageListener before(MessageListener others) {
        return (session, message) -> {
            if (!exchange.onMessage(session, message)) {
                others.onMessage(session, message);
            }
        };
    }

    private static String mark(int number) {
        return "[" + number + "] ";
    }

    private synchronized int number(FileTransfer file) {
        if (!file.state().isEnd()) {
            numbered.put(++last, file);
        }
        return last;
    }

    /** The files that have not ended, by number. */
    synchronized Map<Integer, FileTransfer> numbered() {
        numbered.values().removeIf(file -> file.state().isEnd());
        return new LinkedHashMap<>(numbered);
    }

    @Override
    public void onOffer(IncomingFile file) {
        if (folder != null) {
            number(file);
            file.accept(folder);
        } else if (interactive) {
            int number = number(file);
            screen.announce(mark(number) + PeerText.label(file.peer()) + " offers " + FileText.named(file)
                    + ": /accept " + number + " puts it here, /refuse " + number + " does not");
        } else {
            file.refuse(NO_FOLDER);
        }
    }

    @Override
    public void onBegin(FileTransfer file) {
        progress.begin();
    }

    @Override
    public void onEnd(FileTransfer file) {
        boolean meant = file instanceof OutgoingFile || folder != null;
        if (file.state() != TransferState.DONE && meant && !interactive) {
            shutdown.leaveOut();
        }
        screen.announce(FileText.end(file));
    }

    /** Waits until no file is on its way, without a limit. */
    void awaitAll() {
        List<FileTransfer> left = exchange.transfers();
        while (!left.isEmpty()) {
            left.get(0).await(LONG);
            left = exchange.transfers();
        }
    }
}
