// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

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
final class RoomLines {
    /** The request for the list of the members. */
    static final String WHO = "/who";
    /** The request for another name, which follows. */
    static final String NICK = "/nick ";

    /** Begins each line of a message except the first. */
    static final String NEXT_LINE = "  | ";

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
    record Line(String speaker, ByteBuffer text) {
    }

    static ByteBuffer said(String name, ByteBuffer text) {
        byte[] prefix = (name + "> ").getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(prefix.length + text.remaining()).put(prefix).put(text.duplicate()).flip();
    }

    static ByteBuffer notice(String text) {
        return ByteBuffer.wrap(("* " + text).getBytes(StandardCharsets.UTF_8));
    }

    static boolean isNotice(ByteBuffer payload) {
        int at = payload.position();
        return payload.remaining() >= NOTICE.length && payload.get(at) == NOTICE[0] && payload.get(at + 1) == NOTICE[1];
    }

    /** Parses a message from a room; null if it does not have that form. */
    static Line parse(ByteBuffer payload) {
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

    static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    /** The form in which a line is relayed, even if it looks like a request. */
    static ByteBuffer escaped(ByteBuffer line) {
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

    /** Marks all lines except the first, so that none of them looks like a line of another member. */
    static ByteBuffer marked(ByteBuffer text) {
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
