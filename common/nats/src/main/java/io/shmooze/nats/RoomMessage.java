// SPDX-License-Identifier: Apache-2.0
package io.shmooze.nats;

import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.shmooze.MessageKind;
import io.shmooze.room.RoomLine;
import io.shmooze.room.RoomLines;
import java.nio.ByteBuffer;

/**
 * A line in the stream: its payload is what members get, {@code NAME> text}; PROTOCOL.md describes the headers.
 *
 * @param id unlike that of any other line
 * @param host the machine where it was said
 * @param kind of the message
 * @param payload with the speaker's name
 */
record RoomMessage(String id, String host, MessageKind kind, byte[] payload) {
    private static final String ID = "Nats-Msg-Id";
    private static final String HOST = "Shmooze-Host";
    private static final String KIND = "Shmooze-Kind";
    private static final String BINARY = "binary";

    static RoomMessage of(String id, String host, RoomLine line) {
        return new RoomMessage(id, host, line.kind(), RoomLines.said(line.speaker(), line.text()).array());
    }

    Headers headers() {
        Headers headers = new Headers().put(ID, id).put(HOST, host);
        return kind == MessageKind.BINARY ? headers.put(KIND, BINARY) : headers;
    }

    /** The length that the server's limit counts, in bytes. */
    int length() {
        return payload.length + headers().serializedLength();
    }

    /** Takes anything: another program may have published it. */
    static RoomMessage of(Message message) {
        return new RoomMessage(header(message, ID), header(message, HOST),
                BINARY.equals(header(message, KIND)) ? MessageKind.BINARY : MessageKind.TEXT, message.getData());
    }

    private static String header(Message message, String key) {
        String value = message.getHeaders() == null ? null : message.getHeaders().getFirst(key);
        return value == null ? "" : value;
    }

    /** What was said; null if it is not a line of a room. */
    RoomLine line() {
        RoomLines.Line line = RoomLines.parse(ByteBuffer.wrap(payload));
        return line == null || line.speaker() == null ? null
                : new RoomLine(null, false, line.speaker(), kind, line.text());
    }
}
