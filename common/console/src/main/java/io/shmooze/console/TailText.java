// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.MessageKind;
import io.shmooze.inspect.SegmentStatus;
import io.shmooze.inspect.TailedMessage;
import io.shmooze.segment.Side;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** What a tail shows, as text for people. All that comes from elsewhere is made harmless for a terminal. */
final class TailText {
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");
    private static final String INDENT = "    ";
    /** In UTF-8, bytes. */
    private static final int LONGEST_CHARACTER = 4;

    /** Whether all contents are shown as hexadecimal digits, or none; null: those that are no text. */
    private final Boolean hex;
    private final int width;

    /**
     * For one output.
     *
     * @param hex whether all contents are shown as hexadecimal digits, or none; null: those that are no text
     * @param width of the output, columns
     */
    TailText(Boolean hex, int width) {
        this.hex = hex;
        this.width = width;
    }

    /** A message in one line, or in several if the terminal is narrow. */
    String message(long session, TailedMessage message) {
        String line = session + " " + word(message.writer()) + " " + label(message) + ": " + content(message);
        return String.join("\n", Terminals.wrap(line, INDENT, width));
    }

    static String word(Side side) {
        return side.name().toLowerCase(Locale.ROOT);
    }

    private static String word(MessageKind kind) {
        return kind == null ? "unknown" : kind.name().toLowerCase(Locale.ROOT);
    }

    private String label(TailedMessage message) {
        MessageKind kind = message.contentKind();
        String name = word(message.kind()) + (message.question() < 0 ? "" : " " + message.question()
                + (kind == MessageKind.TEXT ? "" : ", " + word(kind)));
        boolean whole = message.content().remaining() == message.contentLength();
        return name + (message.redelivered() ? ", again" : "")
                + (whole && kind == MessageKind.TEXT ? "" : ", " + bytes(message.contentLength()));
    }

    private static String bytes(long count) {
        return count == 1 ? "1 byte" : count + " bytes";
    }

    private String content(TailedMessage message) {
        ByteBuffer content = message.content();
        boolean whole = content.remaining() == message.contentLength();
        boolean digits = hex == null ? message.contentKind() != MessageKind.TEXT : hex;
        byte[] bytes = new byte[digits || whole ? content.remaining() : wholeCharacters(content)];
        content.get(bytes);
        return (digits ? HEX.formatHex(bytes) : Printable.inline(new String(bytes, StandardCharsets.UTF_8)))
                + (whole ? "" : digits ? " …" : "…");
    }

    /** How many bytes of a text that is cut there are without those of a character that is cut. */
    private static int wholeCharacters(ByteBuffer text) {
        int back = 1;
        while (back < LONGEST_CHARACTER && back < text.remaining() && (text.get(text.limit() - back) & 0xC0) == 0x80) {
            back++;
        }
        int first = text.hasRemaining() ? Byte.toUnsignedInt(text.get(text.limit() - back)) : 0;
        int length = first >= 0xF0 ? LONGEST_CHARACTER : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
        return length > back ? text.remaining() - back : text.remaining();
    }

    static String session(SegmentStatus session) {
        return "session " + session.sessionId();
    }

    /** A session that is followed from now on. */
    static List<String> begin(SegmentStatus session) {
        String pid = Long.toString(session.clientPid());
        boolean named = session.counts() && !session.label().clientName().equals(pid);
        String line = session(session) + ": server " + session.serverPid() + ", client "
                + (named ? session.label().clientName() + " " : "") + pid;
        return session.counts() ? List.of(line) : List.of(line, session(session) + " lacks the feature inspection: "
                + "only messages that are not acknowledged can be shown");
    }

    /** What was missed. */
    static String missed(SegmentStatus session, Side writer, long count) {
        String what = session.counts() ? Quantities.messages(count)
                : count == 1 ? "at least 1 frame" : "at least " + count + " frames";
        return session(session) + ": " + what + " of the " + word(writer) + " passed too fast to be read";
    }
}
