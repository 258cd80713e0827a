// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

import java.util.Locale;

/** What a channel is for. The server says so in the handshake, and a client that wants something else leaves. */
public enum ChannelKind {
    /** Messages between the server and each of its clients. */
    MESSAGES,
    /**
     * Messages in a room: what a member sends goes to all others. A text message of the server begins with
     * {@code NAME>} and a space, followed by what NAME said, or with {@code *} and a space, followed by what the room
     * itself says. No name contains white space.
     */
    ROOM,
    /** Frames; viewers take the newest one. */
    FRAMES,
    /** A picture: a frame that seldom changes. */
    PICTURE;

    /**
     * The word for this kind in the handshake.
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
     * The kind that a word of the handshake names.
     *
     * @param word from the server; null if the server did not say
     * @return null if the word is null or unknown
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
     * Whether sessions of this channel carry the application's messages.
     *
     * @return false for frames and pictures
     */
    public boolean passesMessages() {
        return this == MESSAGES || this == ROOM;
    }

    /**
     * Checks that a channel of this kind can have viewers.
     *
     * @throws UsageException if it passes messages
     */
    public void requireFrames() {
        if (passesMessages()) {
            throw new UsageException("A channel of the kind " + word() + " carries " + noun() + ", no frames");
        }
    }
}
