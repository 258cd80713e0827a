// SPDX-License-Identifier: Apache-2.0
package io.shmooze.torture;

import io.shmooze.torture.JournaledAttachment.ReceivedMessage;
import io.shmooze.torture.TortureReport.Fault;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one thread of one session has sent, by its own journal, and what became of it, by the journals of its peers. */
final class MessageStream {
    private final int id;
    private final Map<Integer, JournalEntry> sending = new HashMap<>();
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

    MessageStream(int id) {
        this.id = id;
    }

    void attached() {
        attachedAfter = last;
        published = 0;
    }

    void add(JournalEntry entry) {
        switch (entry.kind()) {
            case SENDING -> {
                sending.put(entry.number(), entry);
                last = entry.number();
            }
            case SENT -> {
                sent = entry.number();
                if ((entry.flags() & JournalEntry.PUBLISHED) != 0 && sent > attachedAfter && !closing) {
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

    /** Whether its side has begun to close; the peer may still die first. */
    boolean isClosing() {
        return closing;
    }

    int returnedCount() {
        return returned.cardinality();
    }

    /** Follows the messages through the attachments of the receiver, in their order. */
    void follow(List<JournaledAttachment> attachments, TortureReport report) {
        int following = 0;
        for (int i = attachments.size() - 1; i >= 0; i--) {
            following = resolve(attachments.get(i).of(id), following);
        }
        for (JournaledAttachment attachment : attachments) {
            int expected = 0;
            for (ReceivedMessage received : attachment.of(id)) {
                if (received.number == 0) {
                    wild++;
                } else {
                    check(received, expected, attachment, report);
                    expected = received.number + 1;
                }
            }
        }
    }

    /** Gives messages without a number one, by their neighbours; returns the first number. */
    private int resolve(List<ReceivedMessage> messages, int following) {
        for (int i = 1; i < messages.size(); i++) {
            if (messages.get(i).number == 0 && messages.get(i - 1).number != 0) {
                messages.get(i).number = messages.get(i - 1).number + 1;
            }
        }
        if (messages.isEmpty()) {
            return following;
        }
        ReceivedMessage first = messages.get(0);
        if (first.number == 0) {
            if (messages.size() > 1) {
                first.number = messages.get(1).number - 1;
            } else if (following > 0) {
                first.number = isLike(first, following) ? following : following - 1;
            }
        }
        return first.number;
    }

    private boolean isLike(ReceivedMessage received, int number) {
        JournalEntry original = sending.get(number);
        return original != null && original.length() == received.entry.length()
                && original.value() == received.entry.value();
    }

    private void check(ReceivedMessage received, int expected, JournaledAttachment attachment, TortureReport report) {
        int number = received.number;
        String what = "message " + number + " of stream " + id + " in " + attachment;
        if (!isLike(received, number) || received.torn) {
            report.found(Fault.TORN, what + ": " + received.entry + ", was " + sending.get(number));
        }
        if (expected != 0 && number != expected || number > begun.length() && number != Math.max(1, begun.length())) {
            report.found(Fault.DISORDERED, what + ": expected " + expected + " after " + (begun.length() - 1));
        }
        if (begun.get(number)) {
            report.repetitions++;
            if (!received.isRedelivered()) {
                report.found(Fault.UNMARKED, what);
            }
        }
        if (received.isRedelivered()) {
            report.redeliveries++;
        }
        begun.set(number);
        if (received.returned) {
            returned.set(number);
        }
    }

    /** The messages that a detachment reports: the last ones. */
    void addReported(List<JournalEntry> entries, TortureReport report) {
        boolean tellsAll = (id & 1) == 0;
        List<JournalEntry> own = entries.stream()
                .filter(entry -> entry.stream() == id || tellsAll && entry.stream() == 0).toList();
        int first = sent - own.size() + 1;
        for (int i = 0; i < own.size(); i++) {
            if (own.get(i).number() != 0) {
                first = own.get(i).number() - i;
            }
        }
        for (int i = 0; i < own.size(); i++) {
            int number = own.get(i).number();
            if (number != 0 && number != first + i) {
                report.found(Fault.DISORDERED, "message " + number + " of stream " + id
                        + " is reported in the place of " + (first + i));
            }
            reported.set(Math.max(0, first + i));
        }
    }

    void checkFlushed(TortureReport report) {
        checkReturned(flushed, "acknowledged", report);
    }

    /** The receiver has outlived the sender, so it must have got all that was in the lane. */
    void checkPublished(String where, TortureReport report) {
        checkReturned(published, "published in " + where, report);
    }

    private void checkReturned(int upTo, String how, TortureReport report) {
        for (int n = returned.nextClearBit(1); n <= upTo; n = returned.nextClearBit(n + 1)) {
            if (sending.get(n).length() >= ChecksummedPayload.HEADER_LENGTH || wild-- <= 0) {
                report.found(Fault.LOST, "message " + n + " of stream " + id + ", " + how + " up to " + upTo
                        + ", has not returned; begun: " + begun.get(n));
            }
        }
    }

    /** The sender was told of the end, so every message must have been handled or reported. */
    void checkReported(String where, TortureReport report) {
        for (int n = 1; n <= sent; n++) {
            if (!returned.get(n) && !reported.get(n)
                    && (sending.get(n).length() >= ChecksummedPayload.HEADER_LENGTH || wild-- <= 0)) {
                report.found(Fault.LOST, "message " + n + " of stream " + id + " is neither handled nor reported at "
                        + "the end of " + where + ", sent up to " + sent);
            }
        }
    }
}
