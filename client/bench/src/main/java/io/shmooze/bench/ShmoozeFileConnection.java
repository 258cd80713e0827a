// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import io.shmooze.client.ShmoozeClient;
import io.shmooze.file.FileExchange;
import io.shmooze.file.FileFolder;
import io.shmooze.file.FileListener;
import io.shmooze.file.FileTransfer;
import io.shmooze.file.IncomingFile;
import io.shmooze.file.TransferState;
import io.shmooze.server.ShmoozeServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Files over Shmooze's file exchange. */
final class ShmoozeFileConnection extends FileConnection {
    private static final String CHANNEL = "files";
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Path source;
    private final FileExchange files = new FileExchange(new Taker(null));
    private final ShmoozeClient client;

    ShmoozeFileConnection(Path directory, Path source) {
        this.source = source;
        this.client = ShmoozeClient.builder(CHANNEL).directory(directory).reconnectTimeout(Duration.ZERO)
                .onMessage(files::onMessage).sessionListener(files).connect();
    }

    static void serve(Path directory, String segmentSize, Runnable ready) throws IOException, InterruptedException {
        FileExchange files = new FileExchange(new Taker(FileFolder.of(Files.createDirectory(directory.resolve("in")))));
        ShmoozeServer server = ShmoozeServer.builder(CHANNEL).directory(directory)
                .segmentSize(TransportVariant.bytes(segmentSize)).onMessage(files::onMessage).sessionListener(files)
                .start();
        try {
            ready.run();
            new CountDownLatch(1).await();
        } finally {
            server.close();
        }
    }

    @Override
    public void sendFile() {
        FileTransfer sent = files.send(client, source);
        sent.await(LONG);
        if (sent.state() != TransferState.DONE) {
            throw new IllegalStateException("The file is " + sent.state() + ": " + sent.detail());
        }
    }

    @Override
    public void close() {
        client.close();
    }

    /** Accepts every file, and removes a received file before the sender is told. */
    private record Taker(FileFolder folder) implements FileListener {
        @Override
        public void onOffer(IncomingFile file) {
            file.accept(folder);
        }

        @Override
        public void onEnd(FileTransfer file) {
            try {
                if (file instanceof IncomingFile received && received.path() != null) {
                    Files.delete(received.path());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
