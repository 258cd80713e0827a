// SPDX-License-Identifier: Apache-2.0
package io.shmooze.nats;

/**
 * The names of a channel's relay in NATS. A channel's name may have dots, which separate the parts of a subject, so
 * they become equals signs.
 *
 * @param up the stream from the clients to the server, and the beginning of its subjects
 * @param down the stream from the server to the clients
 * @param control the beginning of the subjects that no stream keeps
 */
record RelayNames(Direction up, Direction down, String control) {
    /**
     * One direction.
     *
     * @param stream keeps what was not handled soon
     * @param prefix the beginning of the stream's subjects
     * @param direct the beginning of the subjects of what passes without the stream
     */
    record Direction(String stream, String prefix, String direct) {
        /** The subject of one session in the stream. */
        String subject(String near, String session) {
            return prefix + near + "." + session;
        }

        /** The subject of one session beside the stream. */
        String directSubject(String near, String session) {
            return direct + near + "." + session;
        }

        String all() {
            return prefix + ">";
        }

        String of(String near) {
            return prefix + near + ".>";
        }
    }

    static RelayNames of(String channel) {
        String token = channel.replace('.', '=');
        String prefix = "shmooze.relay." + token + ".";
        return new RelayNames(direction(token, prefix, "up"), direction(token, prefix, "down"), prefix);
    }

    private static Direction direction(String token, String prefix, String word) {
        return new Direction("shmooze-relay-" + token + "-" + word, prefix + word + ".",
                prefix + "direct." + word + ".");
    }

    Direction opposite(Direction of) {
        return of == up ? down : up;
    }

    /** A sign of life of the relay at the server. */
    String farBeat() {
        return control + "beat.far";
    }

    /** A sign of life of a relay at clients. */
    String nearBeat(String near) {
        return control + "beat.near." + near;
    }

    /** Tells a relay at clients that the other one has given up its sessions. */
    String gone(String near) {
        return control + "gone." + near;
    }

    /** How far a session's batches are handled; the last part is the direction that they came from. */
    String done(String near, String session, Direction direction) {
        return control + "done." + near + "." + session + "." + (direction == up ? "up" : "down");
    }

    /** The part of a subject after others, from the end: 0 is the last one. */
    static String part(String subject, int fromEnd) {
        String[] parts = subject.split("\\.");
        return parts[parts.length - 1 - fromEnd];
    }
}
