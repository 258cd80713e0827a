// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

/**
 * Whole files from process to process: read, hashed, sent, hashed again, written, compared and removed. The variants:
 * {@code exchange-1K} is Shmooze's, with the segment's size; {@code unix} does the same over a Unix domain socket;
 * {@code memcpy} and {@code sha-256} only copy or hash the contents in one process, which gives an upper bound.
 */
public final class FileTransport implements Transport {
    static final String EXCHANGE = "exchange-";
    static final String UNIX = "unix";
    static final String MEMCPY = "memcpy";
    static final String SHA_256 = "sha-256";

    private static final String SOURCE = "source.bin";

    private final String variant;

    /**
     * Creates one end.
     *
     * @param variant one of those above
     */
    public FileTransport(String variant) {
        this.variant = variant;
    }

    @Override
    public void serve(Path directory, Handler handler, Runnable ready) throws Exception {
        if (variant.startsWith(EXCHANGE)) {
            ShmoozeFileConnection.serve(directory, variant.substring(EXCHANGE.length()), ready);
        } else if (variant.equals(UNIX)) {
            SocketFileConnection.serve(directory, ready);
        } else {
            ready.run();
            new CountDownLatch(1).await();
        }
    }

    @Override
    public Connection connect(Path directory) throws IOException {
        Path source = directory.resolve(SOURCE);
        writeSource(source);
        if (variant.startsWith(EXCHANGE)) {
            return new ShmoozeFileConnection(directory, source);
        }
        return variant.equals(UNIX) ? new SocketFileConnection(directory, source)
                : new MemoryFileConnection(source, variant.equals(MEMCPY));
    }

    private static void writeSource(Path source) throws IOException {
        byte[] bytes = new byte[Workload.FILE_16M.length()];
        new Random(1).nextBytes(bytes);
        Files.write(source, bytes);
    }

    /** Creates a new file in place of the last one. */
    static FileChannel create(Path file) throws IOException {
        Files.deleteIfExists(file);
        return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }
}
