// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.UsageException;
import io.shmooze.file.FileExchange;
import io.shmooze.file.FileTransfer;
import io.shmooze.file.OutgoingFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The input of the command {@code send}: one file after the other, each to all peers that are attached then. */
final class FileInput implements Input {
    private static final Duration LONG = Duration.ofHours(1);

    private final List<Path> files;
    /** The name of the only file at the receiver; null for its own name. */
    private final String name;
    private final AttachedSessions sessions;
    private final FileTransfers transfers;

    private FileInput(List<Path> files, String name, AttachedSessions sessions, FileTransfers transfers) {
        this.files = files;
        this.name = name;
        this.sessions = sessions;
        this.transfers = transfers;
    }

    /**
     * Checks all files before anybody connects.
     *
     * @throws UsageException if a file cannot be sent
     */
    static FileInput of(Arguments arguments, AttachedSessions sessions, FileTransfers transfers) {
        List<Path> files = arguments.files();
        String name = arguments.value(Flag.AS, Conversions.text());
        if (files.isEmpty()) {
            throw new UsageException("Which files? send FILE...");
        }
        if (name != null && files.size() > 1) {
            throw new UsageException("Option --as: one name for " + files.size() + " files; send one file at a time");
        }
        files.forEach(file -> FileExchange.check(file, name));
        return new FileInput(files, name, sessions, transfers);
    }

    @Override
    public void feed(Destination destination) throws InterruptedException {
        for (Path file : files) {
            List<OutgoingFile> sent = sessions.awaitReachable().stream()
                    .map(session -> transfers.send(session, file, name)).toList();
            for (FileTransfer each : sent) {
                boolean ended = false;
                while (!ended) {
                    ended = each.await(LONG);
                }
            }
        }
    }

    @Override
    public boolean isActive() {
        return true;
    }

    @Override
    public boolean hasPending() {
        return true;
    }
}
