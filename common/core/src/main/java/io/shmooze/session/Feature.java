// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.WaitStrategy;
import io.shmooze.segment.Side;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the protocol has learned since its first form. Each side names in the handshake what it can do; what both name
 * is in force for the session. A peer that names nothing is spoken to in the first form.
 */
public enum Feature {
    /** A bulk area for each direction behind the segment, for messages that are too long for one frame. */
    BULK,
    /** A longer lane for each direction behind its bulk area, to which a side moves when the first one is full. */
    WIDE_LANES,
    /** The client never sleeps while it waits for messages, so the server need not find out whether it does. */
    CLIENT_SPINS,
    /** The same of the server. */
    SERVER_SPINS,
    /** A side that sleeps until it has room says how far the other side is to acknowledge before it wakes it. */
    ROOM,
    /** A side that has hung up says when it does not use the segment any more, so that its memory can be given back. */
    HALF_CLOSE,
    /** Questions, their answers, and calls. */
    QUESTIONS,
    /** The segment says to tools what the session is and what it has carried. */
    INSPECTION;

    private static final String FIELD = "features";

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /**
     * The features of one side. Each side knows what it means that the other one spins, and says of itself whether it
     * does.
     *
     * @param side this one
     * @param strategy how its threads wait
     * @return a set of the caller's own
     */
    public static Set<Feature> of(Side side, WaitStrategy strategy) {
        Set<Feature> all = EnumSet.allOf(Feature.class);
        if (strategy != WaitStrategy.SPINNING) {
            all.remove(spins(side));
        }
        return all;
    }

    /**
     * The features as bits, for a segment's label.
     *
     * @param features any
     * @return one bit for each, in the order of this enumeration
     */
    public static int bits(Set<Feature> features) {
        int bits = 0;
        for (Feature feature : features) {
            bits |= 1 << feature.ordinal();
        }
        return bits;
    }

    /**
     * The names of features.
     *
     * @param bits as {@link #bits} makes them; unknown ones are left out
     * @return as a handshake has them
     */
    public static List<String> words(int bits) {
        List<String> words = new ArrayList<>();
        for (Feature feature : values()) {
            if ((bits & 1 << feature.ordinal()) != 0) {
                words.add(feature.word);
            }
        }
        return words;
    }

    /** By which a side says that it never sleeps while it waits for messages. */
    static Feature spins(Side side) {
        return side == Side.CLIENT ? CLIENT_SPINS : SERVER_SPINS;
    }

    /**
     * The features of a peer that this side has too.
     *
     * @param line the peer's; names that this side does not know are ignored
     * @return a set of the caller's own
     */
    public static Set<Feature> in(HandshakeLine line) {
        Set<Feature> found = EnumSet.noneOf(Feature.class);
        List<String> named = List.of(line.values().getOrDefault(FIELD, "").split(","));
        for (Feature feature : values()) {
            if (named.contains(feature.word)) {
                found.add(feature);
            }
        }
        return found;
    }

    /**
     * A line that names features.
     *
     * @param line without them
     * @param features none leave the line as it is
     * @return without a newline
     */
    public static String add(String line, Set<Feature> features) {
        if (features.isEmpty()) {
            return line;
        }
        List<String> words = new ArrayList<>();
        for (Feature feature : features) {
            words.add(feature.word);
        }
        return line + " " + FIELD + "=" + String.join(",", words);
    }
}
