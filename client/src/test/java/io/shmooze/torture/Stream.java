// SPDX-License-Identifier: Apache-2.0
package io.shmooze.torture;

import io.shmooze.torture.Tally.Fault;
import io.shmooze.torture.Visit.Heard;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one thread of one session has sent, as its side tells, and what became of it, as the other sides tell. */
final class Stream {
    private final int id;
    private final Map<Integer, Entry> sending = new HashMap<>();
    private final BitSet begun = new BitSet();
    private final BitSet returned = new BitSet();
    private final BitSet reported = new BitSet();
    private int last;
    private int sent;
    private int flushed;
    private int attachedAfter;
    /** The last number known to be in the lane of the last attachment. */
    private int published;
    private boolean closing;
    private int wild;

    Stream(int id) {
        this.id = id;
    }

    void attached() {
        attachedAfter = last;
        published = 0;
    }

    void add(Entry entry) {
        switch (entry.kind()) {
            case SENDING -> {
                sending.put(entry.number(), entry);
                last = entry.number();
            }
            case SENT -> {
                sent = entry.number();
                if ((entry.flags() & Entry.PUBLISHED) != 0 && sent > attachedAfter && !closing) {
                    published = sent;
                }
            }
            case CLOSING -> closing = true;
            case FLUSHED -> flushed = entry.number();
            default -> {
                return;
            }
        }
    }

    /** Whether its side has begun to close; the peer may die first all the same. */
    boolean isClosing() {
        return closing;
    }

    int returnedCount() {
        return returned.cardinality();
    }

    /** Follows the messages through the attachments of the receiver, in their order. */
    void follow(List<Visit> visits, Tally tally) {
        int following = 0;
        for (int i = visits.size() - 1; i >= 0; i--) {
            following = resolve(visits.get(i).of(id), following);
        }
        for (Visit visit : visits) {
            int expected = 0;
            for (Heard heard : visit.of(id)) {
                if (heard.number == 0) {
                    wild++;
                } else {
                    check(heard, expected, visit, tally);
                    expected = heard.number + 1;
                }
            }
        }
    }

    /** Gives messages without a number one, by their neighbours; returns the first number. */
    private int resolve(List<Heard> messages, int following) {
        for (int i = 1; i < messages.size(); i++) {
            if (messages.get(i).number == 0 && messages.get(i - 1).number != 0) {
                messages.get(i).number = messages.get(i - 1).number + 1;
            }
        }
        if (messages.isEmpty()) {
            return following;
        }
        Heard first = messages.get(0);
        if (first.number == 0) {
            if (messages.size() > 1) {
                first.number = messages.get(1).number - 1;
            } else if (following > 0) {
                first.number = isLike(first, following) ? following : following - 1;
            }
        }
        return first.number;
    }

    private boolean isLike(Heard heard, int number) {
        Entry original = sending.get(number);
        return original != null && original.length() == heard.entry.length()
                && original.value() == heard.entry.value();
    }

    private void check(Heard heard, int expected, Visit visit, Tally tally) {
        int number = heard.number;
        String what = "message " + number + " of stream " + id + " in " + visit;
        if (!isLike(heard, number) || (heard.entry.flags() & Entry.TORN) != 0) {
            tally.found(Fault.TORN, what + ": " + heard.entry + ", was " + sending.get(number));
        }
        if (expected != 0 && number != expected || number > begun.length() && number != Math.max(1, begun.length())) {
            tally.found(Fault.DISORDERED, what + ": expected " + expected + " after " + (begun.length() - 1));
        }
        if (begun.get(number)) {
            tally.repetitions++;
            if (!heard.isRedelivered()) {
                tally.found(Fault.UNMARKED, what);
            }
        }
        if (heard.isRedelivered()) {
            tally.redeliveries++;
        }
        begun.set(number);
        if (heard.returned) {
            returned.set(number);
        }
    }

    /** The messages that a detachment reports: the last ones. */
    void report(List<Entry> entries, Tally tally) {
        boolean tellsAll = (id & 1) == 0;
        List<Entry> own = entries.stream().filter(entry -> entry.stream() == id || tellsAll && entry.stream() == 0)
                .toList();
        int first = sent - own.size() + 1;
        for (int i = 0; i < own.size(); i++) {
            if (own.get(i).number() != 0) {
                first = own.get(i).number() - i;
            }
        }
        for (int i = 0; i < own.size(); i++) {
            int number = own.get(i).number();
            if (number != 0 && number != first + i) {
                tally.found(Fault.DISORDERED, "message " + number + " of stream " + id + " is reported in the place of "
                        + (first + i));
            }
            reported.set(Math.max(0, first + i));
        }
    }

    void checkFlushed(Tally tally) {
        checkReturned(flushed, "acknowledged", tally);
    }

    /** The receiver has outlived the sender, and so must have got all that was in the lane. */
    void checkPublished(String where, Tally tally) {
        checkReturned(published, "published in " + where, tally);
    }

    private void checkReturned(int upTo, String how, Tally tally) {
        for (int n = returned.nextClearBit(1); n <= upTo; n = returned.nextClearBit(n + 1)) {
            if (sending.get(n).length() >= Payload.HEADER_LENGTH || wild-- <= 0) {
                tally.found(Fault.LOST, "message " + n + " of stream " + id + ", " + how + " up to " + upTo
                        + ", has not returned; begun: " + begun.get(n));
            }
        }
    }

    /** The sender was told of the end, and so everything must have been handled or reported. */
    void checkReported(String where, Tally tally) {
        for (int n = 1; n <= sent; n++) {
            if (!returned.get(n) && !reported.get(n)
                    && (sending.get(n).length() >= Payload.HEADER_LENGTH || wild-- <= 0)) {
                tally.found(Fault.LOST, "message " + n + " of stream " + id + " is neither handled nor reported at "
                        + "the end of " + where + ", sent up to " + sent);
            }
        }
    }
}
