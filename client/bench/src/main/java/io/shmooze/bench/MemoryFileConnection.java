// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Only copies or only hashes the contents of the file: no way to send a file can be faster. */
final class MemoryFileConnection extends FileConnection {
    private final byte[] contents;
    private final ByteBuffer from;
    private final ByteBuffer to;

    MemoryFileConnection(Path source, boolean copies) throws IOException {
        contents = Files.readAllBytes(source);
        from = ByteBuffer.allocateDirect(contents.length).put(contents);
        to = copies ? ByteBuffer.allocateDirect(contents.length) : null;
    }

    @Override
    public void sendFile() throws NoSuchAlgorithmException {
        if (to == null) {
            MessageDigest.getInstance("SHA-256").digest(contents);
        } else {
            to.clear().put(from.flip());
        }
    }

    @Override
    public void close() {
        // The memory goes with the process.
    }
}
