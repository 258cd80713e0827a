// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.ShmoozeException;
import io.shmooze.inspect.RecordingWriter;
import io.shmooze.inspect.SessionTail;
import io.shmooze.inspect.TailListener;
import io.shmooze.inspect.TailedMessage;
import io.shmooze.segment.Side;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Prints or records what a tail finds. Owns the messages that stand there at the beginning until it is known which of
 * them are the last.
 */
final class TailOutput implements TailListener {
    /** A message that stands there at the beginning. */
    private record Standing(SessionTail session, TailedMessage message) {
    }

    private final Invocation invocation;
    /** Null for both. */
    private final Side from;
    private final int last;
    private final TailText text;
    /** Null if messages are printed. */
    private final RecordingWriter recording;
    private final Shutdown shutdown;
    private final PipeOutput output = PipeOutput.standard((byte) '\n');
    /** Null after the beginning. */
    private Deque<Standing> standing = new ArrayDeque<>();
    private long recorded;
    private long missed;

    /**
     * For one program.
     *
     * @param text how messages are printed
     * @param recording gets them instead; null for none
     */
    TailOutput(Invocation invocation, TailText text, RecordingWriter recording, Shutdown shutdown) {
        this.invocation = invocation;
        this.from = invocation.arguments().value(Flag.FROM, Conversions.side());
        Integer most = invocation.arguments().value(Flag.LAST, Conversions.count(0, 1_000_000));
        this.last = most == null ? Integer.MAX_VALUE : most;
        this.text = text;
        this.recording = recording;
        this.shutdown = shutdown;
    }

    /** What comes from now on is printed at once. */
    void begin() {
        standing.forEach(each -> put(each.session(), each.message()));
        standing = null;
    }

    @Override
    public void onBegin(SessionTail session) {
        if (recording != null || invocation.arguments().has(Flag.FOLLOW)) {
            TailText.begin(session.begin()).forEach(this::announce);
        }
    }

    @Override
    public void onMessage(SessionTail session, TailedMessage message) {
        if (from != null && message.writer() != from) {
            return;
        }
        if (standing == null) {
            put(session, message);
        } else {
            standing.add(new Standing(session, message));
            if (standing.size() > last) {
                standing.remove();
            }
        }
    }

    private void put(SessionTail session, TailedMessage message) {
        if (recording == null) {
            print(text.message(session.begin().sessionId(), message));
        } else {
            recording.write(session.begin().sessionId(), message);
            recorded++;
        }
    }

    @Override
    public void onMissed(SessionTail session, Side writer, long count) {
        if (from != null && writer != from) {
            return;
        }
        announce(TailText.missed(session.begin(), writer, count));
        if (recording != null) {
            recording.writeGap(session.begin().sessionId(), writer, count, !session.begin().counts());
            missed += count;
        }
    }

    @Override
    public void onFlaw(SessionTail session, String flaw) {
        announce(TailText.session(session.begin()) + " cannot be read further: " + flaw);
    }

    @Override
    public void onEnd(SessionTail session) {
        announce(TailText.session(session.begin()) + " is over");
    }

    /** What was recorded, in one line; null if messages were printed. */
    String summary() {
        return recording == null ? null : "recorded " + Quantities.messages(recorded)
                + (missed == 0 ? "" : "; " + missed + " were missed");
    }

    private void announce(String line) {
        PipeScreen.announce(invocation.role(), Printable.inline(line));
    }

    private void print(String line) {
        if (shutdown.hasBegun()) {
            return;
        }
        try {
            output.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            if (Terminals.isOutputPipe()) {
                // Whoever reads the output has seen enough.
                shutdown.done();
            } else {
                shutdown.fail(new ShmoozeException("Cannot write what passes: " + e.getMessage(), e));
            }
        }
    }
}
