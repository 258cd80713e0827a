// SPDX-License-Identifier: Apache-2.0
package io.shmooze.room;

import io.shmooze.Message;
import io.shmooze.MessageKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The form of the messages in a room, which PROTOCOL.md describes. To a member: {@code NAME> } and the text of the
 * speaker, or {@code * } and a notice of the room itself. To the room: a text to relay, or a request.
 */
public final class RoomLines {
    /** Begins a line that was said before the member joined, after the mark of a notice. */
    static final String EARLIER = "earlier: ";

    /** The request for the list of the members. */
    public static final String WHO = "/who";
    /** The request for another name, which follows. */
    public static final String NICK = "/nick ";

    /** Begins each line of a message except the first. */
    public static final String NEXT_LINE = "  | ";

    private static final byte[] NOTICE = {'*', ' '};
    /** A request; or a text that looks like one, which has one slash more. */
    private static final Pattern SLASHES = Pattern.compile("(/++)(?:who|nick \\S++)");
    /** The longest name with a number and the characters that end it, in bytes. */
    private static final int MAX_PREFIX = 1024;

    private RoomLines() {
    }

    /**
     * A message from the room to a member.
     *
     * @param speaker its name; null for the room itself
     * @param text without the name
     */
    public record Line(String speaker, ByteBuffer text) {
    }

    /**
     * What a member gets when somebody speaks.
     *
     * @param name of the speaker
     * @param text what is said; position and limit stay
     * @return a new buffer
     */
    public static ByteBuffer said(String name, ByteBuffer text) {
        byte[] prefix = (name + "> ").getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(prefix.length + text.remaining()).put(prefix).put(text.duplicate()).flip();
    }

    static ByteBuffer notice(String text) {
        return ByteBuffer.wrap(("* " + text).getBytes(StandardCharsets.UTF_8));
    }

    /** A line that was said before the member joined, as {@link #said} makes it. */
    static ByteBuffer earlier(ByteBuffer said) {
        byte[] prefix = ("* " + EARLIER).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(prefix.length + said.remaining()).put(prefix).put(said.duplicate()).flip();
    }

    /**
     * Whether a message from a room is a notice of the room itself.
     *
     * @param payload of the message; position and limit stay
     * @return false for what somebody says
     */
    public static boolean isNotice(ByteBuffer payload) {
        int at = payload.position();
        return payload.remaining() >= NOTICE.length && payload.get(at) == NOTICE[0] && payload.get(at + 1) == NOTICE[1];
    }

    /**
     * Parses a message from a room.
     *
     * @param payload of the message; position and limit stay
     * @return views of the payload; null if it does not have the form of a room's messages
     */
    public static Line parse(ByteBuffer payload) {
        int from = payload.position();
        if (isNotice(payload)) {
            return new Line(null, rest(payload, from + NOTICE.length));
        }
        int to = Math.min(payload.limit(), from + MAX_PREFIX);
        for (int i = from; i < to; i++) {
            if (payload.get(i) == ' ') {
                boolean marked = i > from + 1 && payload.get(i - 1) == '>';
                return marked ? new Line(text(payload.duplicate().limit(i - 1)), rest(payload, i + 1)) : null;
            }
        }
        return null;
    }

    private static ByteBuffer rest(ByteBuffer payload, int from) {
        return payload.duplicate().position(from);
    }

    /**
     * Decodes a text.
     *
     * @param bytes in UTF-8; position and limit stay
     * @return with U+FFFD for each malformed sequence
     */
    public static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    /**
     * What a member sends to say a text, even if the text looks like a request.
     *
     * @param line to be said
     * @return the same buffer if it does not look like a request
     */
    public static ByteBuffer escaped(ByteBuffer line) {
        if (slashes(line) == 0) {
            return line;
        }
        return ByteBuffer.allocate(line.remaining() + 1).put((byte) '/').put(line.duplicate()).flip();
    }

    /** The request in a message to the room; null if it is a text to relay. */
    static String request(Message message) {
        return message.kind() == MessageKind.TEXT && slashes(message.buffer()) == 1 ? message.text() : null;
    }

    /** The text of a message that is not a request. */
    static ByteBuffer unescaped(Message message) {
        ByteBuffer payload = message.buffer();
        return message.kind() == MessageKind.TEXT && slashes(payload) > 1 ? rest(payload, 1) : payload;
    }

    /**
     * Marks all lines except the first, so that none of them looks like a line of another member.
     *
     * @param text of a message; position and limit stay
     * @return the same buffer if it is a single line
     */
    public static ByteBuffer marked(ByteBuffer text) {
        int lines = 0;
        for (int i = text.position(); i < text.limit(); i++) {
            lines += text.get(i) == '\n' ? 1 : 0;
        }
        if (lines == 0) {
            return text;
        }
        ByteBuffer marked = ByteBuffer.allocate(text.remaining() + lines * NEXT_LINE.length());
        for (int i = text.position(); i < text.limit(); i++) {
            marked.put(text.get(i));
            if (text.get(i) == '\n') {
                marked.put(NEXT_LINE.getBytes(StandardCharsets.US_ASCII));
            }
        }
        return marked.flip();
    }

    /** The number of slashes in front of a text that is a request with one slash; 0 for any other text. */
    private static int slashes(ByteBuffer line) {
        if (!line.hasRemaining() || line.get(line.position()) != '/') {
            return 0;
        }
        Matcher matcher = SLASHES.matcher(text(line));
        return matcher.matches() ? matcher.end(1) : 0;
    }
}
