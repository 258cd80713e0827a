// SPDX-License-Identifier: Apache-2.0
package io.shmooze.torture;

import io.shmooze.DetachReason;
import io.shmooze.torture.TortureReport.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The test oracle: learns every message sent and every acknowledgement from the journals of all processes, and reports
 * each broken promise. Journals are read in the order in which the processes were started.
 */
final class Oracle {
    private static final int INCARNATION_SHIFT = 9;

    private final TortureReport report;
    private final int segmentSize;
    private final Map<Integer, ProcessHistory> histories;
    private final Map<Integer, MessageStream> streams = new TreeMap<>();
    /** Each that has come, by its stream and its number. */
    private final Set<Long> questions = new HashSet<>();
    private final List<JournaledAttachment> serverAttachments = new ArrayList<>();
    private final List<JournaledAttachment> clientAttachments = new ArrayList<>();

    Oracle(Map<Integer, ProcessHistory> histories, TestBed testBed) {
        this.histories = histories;
        this.report = testBed.report();
        this.segmentSize = testBed.segmentSize();
    }

    void read(Path journal, int incarnation, boolean server) throws IOException {
        Map<Integer, JournaledAttachment> current = new HashMap<>();
        Journal.read(journal, entry -> {
            int main = (incarnation << INCARNATION_SHIFT) | entry.session() << 1;
            switch (entry.kind()) {
                case SENDING, SENT, GIVEN_UP, FLUSHED, CLOSING -> stream(entry.stream()).add(entry);
                case ATTACHED -> {
                    JournaledAttachment attachment =
                            new JournaledAttachment(incarnation, entry.session(), entry.stream(), (int) entry.value());
                    (server ? serverAttachments : clientAttachments).add(attachment);
                    current.put(entry.session(), attachment);
                    stream(main).attached();
                    stream(Conversation.answersOf(main)).attached();
                }
                case QUESTIONED -> checkQuestion(entry);
                default -> {
                    JournaledAttachment attachment = current.get(entry.session());
                    attachment.add(entry);
                }
            }
        });
    }

    /** Journals are read in the order of their processes, so what was asked of an earlier one is known. */
    private void checkQuestion(JournalEntry entry) {
        boolean repeatable = (entry.flags() & JournalEntry.REPEATABLE) != 0;
        boolean redelivered = (entry.flags() & JournalEntry.REDELIVERED) != 0;
        report.questions++;
        report.questionsAgain += redelivered ? 1 : 0;
        boolean seen = !questions.add((long) entry.stream() << Integer.SIZE | entry.number());
        if (seen && !(repeatable && redelivered) || redelivered && !repeatable) {
            report.found(Fault.UNMARKED, "question " + entry);
        }
    }

    private MessageStream stream(int id) {
        return streams.computeIfAbsent(id, MessageStream::new);
    }

    private static int streamOf(JournaledAttachment attachment) {
        return (attachment.incarnation << INCARNATION_SHIFT) | attachment.session << 1;
    }

    void check() {
        Map<Integer, List<JournaledAttachment>> sessions = new TreeMap<>();
        clientAttachments.forEach(attachment ->
                sessions.computeIfAbsent(streamOf(attachment), any -> new ArrayList<>()).add(attachment));
        serverAttachments.forEach(attachment -> sessions.computeIfAbsent(attachment.peer, any -> new ArrayList<>()));
        sessions.forEach(this::checkClient);
        serverAttachments.forEach(this::checkServer);
        streams.values().forEach(stream -> {
            stream.checkFlushed(report);
            report.messages += stream.returnedCount();
        });
        serverAttachments.forEach(attachment -> checkEnd(attachment, attachment.peer >> INCARNATION_SHIFT));
        clientAttachments.forEach(attachment -> checkEnd(attachment, attachment.peer));
        countArrivals(serverAttachments, report.atServers);
        countArrivals(clientAttachments, report.atClients);
    }

    private void countArrivals(List<JournaledAttachment> attachments, ArrivalCount count) {
        attachments.forEach(attachment -> attachment.received.forEach(
                message -> count.add(message.entry.length(), segmentSize, attachment.bulkSize)));
    }

    /** The messages of one client's session, through all the servers it had. */
    private void checkClient(int main, List<JournaledAttachment> own) {
        List<JournaledAttachment> theirs =
                serverAttachments.stream().filter(attachment -> attachment.peer == main).toList();
        for (int id = main; id <= Conversation.answersOf(main); id++) {
            MessageStream stream = stream(id);
            stream.follow(theirs, report);
            JournaledAttachment end = own.isEmpty() ? null : own.get(own.size() - 1);
            if (end != null && end.last) {
                stream.addReported(end.unacknowledged, report);
                stream.checkReported("client's " + end, report);
            }
        }
        if (!own.isEmpty() && !theirs.isEmpty()) {
            JournaledAttachment last = theirs.get(theirs.size() - 1);
            if (last.isSurvived() && own.get(own.size() - 1).peer == last.incarnation
                    && isComplete(own, theirs, last.incarnation)) {
                stream(main).checkPublished("server's " + last, report);
            }
        }
    }

    private static boolean isComplete(List<JournaledAttachment> own, List<JournaledAttachment> theirs, int server) {
        return own.stream().filter(attachment -> attachment.peer == server).count()
                == theirs.stream().filter(attachment -> attachment.incarnation == server).count();
    }

    /** The messages of one server's session, which go to one attachment of one client's session. */
    private void checkServer(JournaledAttachment attachment) {
        int main = streamOf(attachment);
        JournaledAttachment peer = findPeer(attachment, main);
        for (int id = main; id <= Conversation.answersOf(main); id++) {
            MessageStream stream = stream(id);
            if (peer != null) {
                stream.follow(List.of(peer), report);
            }
            if (attachment.reason != null) {
                stream.addReported(attachment.unacknowledged, report);
                stream.checkReported("server's " + attachment, report);
            }
        }
        if (peer != null && peer.isSurvived()) {
            stream(main).checkPublished("client's " + peer, report);
        }
    }

    /** By what the client received, or else by the order of attachments; null if neither tells. */
    private JournaledAttachment findPeer(JournaledAttachment attachment, int main) {
        List<JournaledAttachment> theirs = clientAttachments.stream()
                .filter(other -> streamOf(other) == attachment.peer && other.peer == attachment.incarnation).toList();
        for (JournaledAttachment other : theirs) {
            if (other.received.stream().anyMatch(received -> (received.entry.stream() & ~1) == main)) {
                return other;
            }
        }
        List<JournaledAttachment> own = serverAttachments.stream()
                .filter(other -> other.peer == attachment.peer && other.incarnation == attachment.incarnation).toList();
        return own.size() == theirs.size() ? theirs.get(own.indexOf(attachment)) : null;
    }

    private void checkEnd(JournaledAttachment attachment, int peerIncarnation) {
        if (attachment.reason == DetachReason.FAILED
                || attachment.last && clientAttachments.contains(attachment)
                        && !stream(streamOf(attachment)).isClosing()) {
            report.found(Fault.MISTAKEN, "the end of " + attachment);
        }
        if (attachment.reason == DetachReason.PEER_DIED) {
            ProcessHistory peer = histories.get(peerIncarnation);
            if (peer.killedNs == 0) {
                report.found(Fault.MISTAKEN, "nobody has killed the peer of " + attachment);
            } else if (!histories.get(attachment.incarnation).wasStopped(peer.killedNs, attachment.endedNs)) {
                report.noticed(attachment.endedNs - peer.killedNs);
            }
        }
    }
}
