// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.ChannelKind;
import io.shmooze.UsageException;
import io.shmooze.inspect.ChannelStatus;
import io.shmooze.inspect.ChannelTail;
import io.shmooze.inspect.Channels;
import io.shmooze.inspect.RecordingWriter;
import io.shmooze.session.SessionDefaults;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The command {@code tail}: what passes in the sessions of a channel. */
public final class TailProgram {
    private static final int MOST_BYTES = 1024;
    /** To look for sessions takes longer than to look at them. */
    private static final long UPDATE_NS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Invocation invocation;
    private final Path directory;
    private final String channel;
    private final int most;
    private final Integer only;
    private final TailText text;
    private final Shutdown shutdown = new Shutdown();

    private TailProgram(Invocation invocation) {
        Arguments arguments = invocation.arguments();
        this.invocation = invocation;
        this.directory = ListProgram.directory(invocation);
        this.channel = SessionDefaults.checkChannel(invocation.channel());
        Integer bytes = arguments.value(Flag.MOST_BYTES, Conversions.size(0, SessionDefaults.MAX_SEGMENT_SIZE));
        this.most = arguments.has(Flag.RECORD) ? Integer.MAX_VALUE : bytes == null ? MOST_BYTES : bytes;
        this.only = arguments.value(Flag.SESSION, Conversions.count(1, Integer.MAX_VALUE));
        this.text = new TailText(arguments.value(Flag.PAYLOADS, Conversions.payload()), Terminals.outputColumns());
    }

    /**
     * Runs the command.
     *
     * @param role of which program
     * @param words the command line after the command
     * @return the exit code
     */
    public static int run(Role role, String... words) {
        return new Launcher(role, invocation -> new TailProgram(invocation).tail()).run(words, System.getenv());
    }

    private ExitStatus tail() throws InterruptedException {
        ChannelStatus found = InspectProgram.found(Channels.find(directory, 0, 0), directory, channel);
        ChannelKind kind = found.kind();
        if (kind == ChannelKind.FRAMES || kind == ChannelKind.PICTURE) {
            throw new UsageException("The channel '" + channel + "' has " + (kind == ChannelKind.FRAMES ? "frames"
                    : "a picture") + ", and no messages: see the command " + kind.word());
        }
        Signals.register(shutdown);
        Path file = invocation.arguments().value(Flag.RECORD, Conversions.path());
        if (file == null) {
            return tail(found, null);
        }
        try (RecordingWriter recording = new RecordingWriter(file)) {
            return tail(found, recording);
        }
    }

    private ExitStatus tail(ChannelStatus found, RecordingWriter recording) throws InterruptedException {
        TailOutput output = new TailOutput(invocation, text, recording, shutdown);
        try (ChannelTail tail = new ChannelTail(found, only, most, output)) {
            tail.look();
            output.begin();
            if (recording != null || invocation.arguments().has(Flag.FOLLOW)) {
                follow(tail, recording == null ? () -> { } : recording::flush);
            }
        }
        Throwable error = shutdown.hasBegun() ? shutdown.await().error() : null;
        return error == null ? ExitStatus.of(ExitCode.DONE, output.summary()) : ExitStatus.failed(error);
    }

    private void follow(ChannelTail tail, Runnable afterLook) throws InterruptedException {
        TailPace pace = new TailPace();
        boolean passed = true;
        long lookNs = 0;
        long updatedNs = System.nanoTime();
        while (!tail.isOver() && !shutdown.hasBegun()) {
            tail.await(pace.next(passed, lookNs));
            long beganNs = System.nanoTime();
            passed = tail.look();
            afterLook.run();
            lookNs = System.nanoTime() - beganNs;
            if (beganNs - updatedNs >= UPDATE_NS) {
                tail.update();
                updatedNs = System.nanoTime();
            }
        }
    }
}
