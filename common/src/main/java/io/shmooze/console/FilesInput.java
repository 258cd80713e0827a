// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.UsageException;
import io.shmooze.file.FileExchange;
import io.shmooze.file.FileTransfer;
import io.shmooze.file.OutgoingFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The input of the command {@code send}: one file after the other, each to everybody who is attached then. */
final class FilesInput implements Input {
    private static final Duration LONG = Duration.ofHours(1);

    private final List<Path> files;
    private final Members members;
    private final FileDesk desk;

    private FilesInput(List<Path> files, Members members, FileDesk desk) {
        this.files = files;
        this.members = members;
        this.desk = desk;
    }

    /**
     * Looks at all of them before anybody connects.
     *
     * @throws UsageException if one cannot be sent
     */
    static FilesInput of(List<Path> files, Members members, FileDesk desk) {
        if (files.isEmpty()) {
            throw new UsageException("Which files? send FILE...");
        }
        files.forEach(FileExchange::check);
        return new FilesInput(files, members, desk);
    }

    @Override
    public void feed(Destination destination) throws InterruptedException {
        for (Path file : files) {
            List<OutgoingFile> sent = members.awaitReachable().stream().map(session -> desk.send(session, file))
                    .toList();
            for (FileTransfer each : sent) {
                boolean ended = false;
                while (!ended) {
                    ended = each.await(LONG);
                }
            }
        }
    }

    @Override
    public boolean underWay() {
        return true;
    }
}
