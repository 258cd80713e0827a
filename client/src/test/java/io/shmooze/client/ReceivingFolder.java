// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import io.shmooze.file.FileFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A folder that takes files, and others beside it, which go when the sessions have ended. */
final class ReceivingFolder {
    private final Sessions sessions;

    ReceivingFolder(Sessions sessions) {
        this.sessions = sessions;
    }

    /** Is there from when it is first asked for. */
    FileFolder folder() {
        try {
            return FileFolder.of(Files.createDirectories(sessions.file("folder")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The place of a name in the folder. */
    Path place(String name) {
        return folder().path().resolve(name);
    }

    /** What is in the folder. */
    List<String> names() {
        return FileExchangePair.names(folder().path());
    }

    /** A place outside of the folder. */
    Path outside(String name) {
        return sessions.file(name);
    }

    /** A file outside of the folder. */
    Path file(String name, int length) throws IOException {
        return RandomFile.write(outside(name), length);
    }
}
