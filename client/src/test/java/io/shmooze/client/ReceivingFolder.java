// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import io.shmooze.file.FileFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A folder that receives files, and files beside it. All are removed when the sessions have ended. */
final class ReceivingFolder {
    private final Sessions sessions;

    ReceivingFolder(Sessions sessions) {
        this.sessions = sessions;
    }

    /** Created when it is first asked for. */
    FileFolder folder() {
        try {
            return FileFolder.of(Files.createDirectories(sessions.file("folder")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The path of a name in the folder. */
    Path resolve(String name) {
        return folder().path().resolve(name);
    }

    /** The names of the files in the folder. */
    List<String> names() {
        return FileExchangePair.names(folder().path());
    }

    /** The path of a name outside the folder. */
    Path outside(String name) {
        return sessions.file(name);
    }

    /** Creates a file outside the folder. */
    Path file(String name, int length) throws IOException {
        return RandomFile.write(outside(name), length);
    }
}
