// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.Session;
import io.shmooze.file.FileExchange;
import io.shmooze.file.FileListener;
import io.shmooze.file.FileTransfer;
import io.shmooze.file.IncomingFile;
import io.shmooze.server.ShmoozeServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** A server that takes files and a client that sends them, in this JVM. */
final class FileExchangePair {
    final BlockingQueue<IncomingFile> received = new LinkedBlockingQueue<>();
    final Queue<String> chat = new ConcurrentLinkedQueue<>();
    final FileExchange sending = new FileExchange(new Listener(file -> file.refuse("not here")));
    /** Called with the number, from 1, of each step of a file that reaches the server, before it is handled. */
    volatile IntConsumer beforeStep = number -> { };
    /** Called with each other message, on either side, before it is handled. */
    volatile Consumer<String> beforeChat = text -> { };
    final ShmoozeServer server;
    final ShmoozeClient client;

    private int steps;

    FileExchangePair(Sessions sessions, int segmentSize, Consumer<IncomingFile> onOffer) {
        this(sessions, segmentSize, onOffer, 1 << 24);
    }

    FileExchangePair(Sessions sessions, int segmentSize, Consumer<IncomingFile> onOffer, int maxMessageLength) {
        FileExchange receiving = new FileExchange(new Listener(onOffer));
        server = sessions.start(sessions.server().segmentSize(segmentSize)
                .maxMessageLength(maxMessageLength).sessionListener(receiving)
                .onMessage((session, message) -> {
                    if (message.kind() == MessageKind.FILE) {
                        beforeStep.accept(++steps);
                    }
                    take(receiving, session, message);
                }));
        client = sessions.connect(sessions.client().sessionListener(sending)
                .onMessage((session, message) -> take(sending, session, message)));
    }

    private void take(FileExchange files, Session session, Message message) {
        if (!files.onMessage(session, message)) {
            beforeChat.accept(message.text());
            chat.add(message.text());
        }
    }

    private final class Listener implements FileListener {
        private final Consumer<IncomingFile> onOffer;

        Listener(Consumer<IncomingFile> onOffer) {
            this.onOffer = onOffer;
        }

        @Override
        public void onOffer(IncomingFile file) {
            onOffer.accept(file);
        }

        @Override
        public void onEnd(FileTransfer file) {
            if (file instanceof IncomingFile ended) {
                received.add(ended);
            }
        }
    }

    static List<String> names(Path folder) {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
