// SPDX-License-Identifier: Apache-2.0
package io.shmooze.inspect;

import io.shmooze.segment.SegmentDescriptor;
import io.shmooze.segment.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says in sentences what a session is doing, and who waits for what. */
public final class Diagnosis {
    private final SessionStatus session;
    private final SegmentStatus segment;
    private final SessionStatus before;
    private final List<String> sentences = new ArrayList<>();

    private Diagnosis(SessionStatus session, SessionStatus before) {
        this.session = session;
        this.segment = session.segment();
        this.before = before;
    }

    /**
     * Looks at a session whose memory could be read.
     *
     * @param session as it is now
     * @param before the same some time ago; null if that is not known
     * @return whole sentences
     */
    public static List<String> of(SessionStatus session, SessionStatus before) {
        Diagnosis diagnosis = new Diagnosis(session, before);
        for (Side side : Side.values()) {
            diagnosis.addProcess(side);
        }
        for (Side writer : Side.values()) {
            diagnosis.addLane(writer);
        }
        return diagnosis.sentences;
    }

    private static String name(Side side) {
        return side.name().toLowerCase(Locale.ROOT);
    }

    private boolean executes(Side side) {
        return session.isElsewhere(side) || !session.party(side).isDead() && !session.party(side).isStopped();
    }

    private void addProcess(Side side) {
        SessionParty party = session.party(side);
        int state = segment.side(side).state();
        String other = name(side.other());
        if (session.isElsewhere(side)) {
            sentences.add("The " + name(side) + " cannot be seen from here: its pid " + party.pid() + " is of another "
                    + "pid namespace, such as a container's, or it has died this moment.");
        } else if (party.isDead()) {
            sentences.add("The " + name(side) + " is gone" + (state == SegmentDescriptor.STATE_CLOSED
                    ? ", and had closed the session." : ": it died, or cannot be seen from here.")
                    + (session.party(side.other()).isStopped() ? " The " + other
                    + " has not noticed, because it is stopped." : ""));
        } else if (party.isStopped()) {
            sentences.add("The " + name(side) + " is stopped, by a signal or a debugger. It does nothing until it is "
                    + "continued: kill -CONT " + party.pid());
        } else if (state == SegmentDescriptor.STATE_CLOSED) {
            sentences.add("The " + name(side) + " has closed the session.");
        } else if (state == SegmentDescriptor.STATE_NEW) {
            sentences.add("The " + name(side) + " has not finished the handshake.");
        }
    }

    private void addLane(Side writer) {
        LaneStatus lane = segment.lane(writer);
        String reader = name(writer.other());
        if (lane.flaw() != null) {
            sentences.add("The lane to the " + reader + " cannot be read further: " + lane.flaw() + ".");
        }
        if (lane.inFlight() > 0) {
            addWaiting(writer, lane);
        } else if (lane.flaw() == null) {
            sentences.add("The " + reader + " has acknowledged everything" + (!executes(writer.other()) ? "."
                    : segment.side(writer.other()).sleepsForMessages() ? ", and sleeps until a message comes."
                    : ", and is awake."));
        }
        if (segment.side(writer).sleepsForRoom()) {
            addRoom(writer, lane);
        }
    }

    private void addWaiting(Side writer, LaneStatus lane) {
        String reader = name(writer.other());
        String waiting = lane.messages() == 0 ? "A part of a message waits" : lane.messages() == 1
                ? "1 message waits" : lane.messages() + " messages wait";
        LaneChange change = LaneChange.between(before, session, writer);
        boolean stuck = change != null && change.acknowledged() == 0 && before.segment().lane(writer).inFlight() > 0;
        if (!executes(writer.other())) {
            sentences.add(waiting + " for the " + reader + ".");
        } else if (stuck) {
            sentences.add(String.format(Locale.ROOT, "The %s has acknowledged nothing for %.1f s or longer. %s: its "
                    + "listener has been in one callback since then, or its program does not receive.", reader,
                    change.seconds(), waiting));
        } else if (change != null && change.acknowledged() > 0) {
            sentences.add(waiting + " for the " + reader + ", which is reading.");
        } else {
            sentences.add(waiting + " for the " + reader + (segment.side(writer.other()).sleepsForMessages()
                    ? ", which is just being woken." : ": its listener is in a callback, or its program does not "
                    + "receive now." + (change == null ? " A look with --interval tells how long." : "")));
        }
    }

    private void addRoom(Side writer, LaneStatus lane) {
        SideStatus side = segment.side(writer);
        long awaited = side.awaitedPosition();
        long left = awaited - lane.acknowledged();
        sentences.add("The " + name(writer) + " sleeps until the " + name(writer.other()) + " has acknowledged more"
                + (left > 0 && left <= lane.inFlight() ? ", up to position " + awaited + ", which is " + left
                + " bytes on." : "."));
    }
}
