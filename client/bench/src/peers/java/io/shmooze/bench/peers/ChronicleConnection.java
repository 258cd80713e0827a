// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench.peers;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.threads.Pauser;
import net.openhft.chronicle.wire.DocumentContext;

/** A connection that reads one queue from its end, and appends to the other one. */
final class ChronicleConnection extends PolledConnection {
    private final ChronicleQueue in;
    private final ChronicleQueue out;
    private final Pauser pauser;
    private final ExcerptTailer tailer;
    private final ExcerptAppender appender;
    private ByteBuffer lastSource;
    private Bytes<ByteBuffer> source;

    ChronicleConnection(ChronicleQueue in, ChronicleQueue out, Pauser pauser) {
        this.in = in;
        this.out = out;
        this.pauser = pauser;
        this.tailer = in.createTailer().toEnd();
        this.appender = out.createAppender();
    }

    @Override
    public void send(ByteBuffer message) {
        if (message != lastSource) {
            source = Bytes.wrapForRead(message);
            lastSource = message;
        }
        source.readPositionRemaining(message.position(), message.remaining());
        appender.writeBytes(source);
    }

    @Override
    boolean poll() {
        try (DocumentContext document = tailer.readingDocument()) {
            if (!document.isPresent()) {
                return false;
            }
            ByteBuffer message = document.wire().bytes().toTemporaryDirectByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
            ByteBuffer answer = handler().handle(message);
            if (answer == message) {
                appender.writeBytes(document.wire().bytes());
            } else if (answer != null) {
                send(answer);
            }
            return true;
        }
    }

    @Override
    void idle() {
        pauser.pause();
    }

    @Override
    void busy() {
        pauser.reset();
    }

    @Override
    public void close() {
        in.close();
        out.close();
    }
}
