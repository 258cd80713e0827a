// SPDX-License-Identifier: Apache-2.0
package io.shmooze.torture;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * What one process of the torture did, in a mapped file, which outlives a SIGKILL because its pages belong to the
 * kernel. All entries have one size; a thread takes the next slot with an atomic counter, and stores the kind last.
 */
final class Journal {
    private static final int ENTRY_LENGTH = 40;
    private static final int CAPACITY = 1_000_000;
    /** Room kept for the messages of others when this side stops sending. */
    private static final int RESERVE = 300_000;
    /** A dead process leaves at most as many slots empty as it had threads. */
    private static final int MOST_BLANKS = 64;

    private final MappedByteBuffer buffer;
    private final AtomicInteger next = new AtomicInteger();

    private Journal(MappedByteBuffer buffer) {
        this.buffer = buffer;
    }

    static Journal create(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            return new Journal(channel.map(FileChannel.MapMode.READ_WRITE, 0, (long) CAPACITY * ENTRY_LENGTH));
        }
    }

    /** A journal that stores nothing. */
    static Journal none() {
        return new Journal(null);
    }

    void add(JournalEntry.Kind kind, int flags, int session, int stream, int number) {
        add(kind, flags, session, stream, number, 0, 0);
    }

    void add(JournalEntry.Kind kind, int flags, int session, int stream, int number, int length, long value) {
        if (buffer == null) {
            return;
        }
        int at = Math.multiplyExact(next.getAndIncrement(), ENTRY_LENGTH);
        buffer.putInt(at + 4, flags);
        buffer.putInt(at + 8, session);
        buffer.putInt(at + 12, stream);
        buffer.putInt(at + 16, number);
        buffer.putInt(at + 20, length);
        buffer.putLong(at + 24, value);
        buffer.putLong(at + 32, System.nanoTime());
        VarHandle.releaseFence();
        buffer.putInt(at, kind.ordinal());
    }

    boolean isNearlyFull() {
        return next.get() > CAPACITY - RESERVE;
    }

    static void read(Path file, Consumer<JournalEntry> reader) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer entries = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            int blanks = 0;
            for (int at = 0; at < entries.limit() && blanks < MOST_BLANKS; at += ENTRY_LENGTH) {
                JournalEntry.Kind kind = JournalEntry.kind(entries.getInt(at));
                blanks = kind == JournalEntry.Kind.NONE ? blanks + 1 : 0;
                if (kind != JournalEntry.Kind.NONE) {
                    reader.accept(new JournalEntry(kind, entries.getInt(at + 4), entries.getInt(at + 8),
                            entries.getInt(at + 12), entries.getInt(at + 16), entries.getInt(at + 20),
                            entries.getLong(at + 24), entries.getLong(at + 32)));
                }
            }
        }
    }
}
