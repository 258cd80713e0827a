// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

import java.util.Locale;

/** What a channel is for. The server says so in the handshake, and a client that came for something else leaves. */
public enum ChannelKind {
    /** Messages between the server and each of its clients. */
    MESSAGES,
    /**
     * Messages in a room: what a member sends goes to all others. A text message of the server begins with
     * {@code NAME>} and a space, then comes what NAME said; or with {@code *} and a space, then the room itself
     * speaks. No name contains white space.
     */
    ROOM,
    /** Frames, of which viewers take the newest. */
    FRAMES,
    /** A picture, which is a frame that seldom changes. */
    PICTURE;

    /**
     * The kind as the handshake spells it.
     *
     * @return in lower case
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * What the channel carries, for people.
     *
     * @return to follow "carries"
     */
    public String noun() {
        return switch (this) {
            case MESSAGES, ROOM -> "messages";
            case FRAMES -> "frames";
            case PICTURE -> "a picture";
        };
    }

    /**
     * The kind that the handshake names.
     *
     * @param word of the server; null from a server that does not say
     * @return null if nobody knows
     */
    public static ChannelKind of(String word) {
        for (ChannelKind kind : values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        return null;
    }

    /**
     * Whether a session of this channel passes the application's messages.
     *
     * @return false for frames and pictures
     */
    public boolean passesMessages() {
        return this == MESSAGES || this == ROOM;
    }

    /**
     * Checks that viewers can come to a channel of this kind.
     *
     * @throws UsageException if it passes messages
     */
    public void requireFrames() {
        if (passesMessages()) {
            throw new UsageException("A channel of the kind " + word() + " carries " + noun() + ", no frames");
        }
    }
}
