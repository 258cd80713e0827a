// SPDX-License-Identifier: Apache-2.0
package io.shmooze.torture;

import io.shmooze.DetachReason;
import io.shmooze.torture.Tally.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Knows every message sent and every acknowledgement, from the journals of all processes that took part, and says
 * whether what was promised was kept. Journals are read in the order in which the processes were started.
 */
final class Oracle {
    private static final int INCARNATION_SHIFT = 9;

    private final Tally tally;
    private final Map<Integer, Fate> fates;
    private final Map<Integer, Stream> streams = new TreeMap<>();
    private final List<Visit> serverVisits = new ArrayList<>();
    private final List<Visit> clientVisits = new ArrayList<>();

    Oracle(Map<Integer, Fate> fates, Tally tally) {
        this.fates = fates;
        this.tally = tally;
    }

    void read(Path journal, int incarnation, boolean server) throws IOException {
        Map<Integer, Visit> current = new HashMap<>();
        Journal.read(journal, entry -> {
            int main = (incarnation << INCARNATION_SHIFT) | entry.session() << 1;
            switch (entry.kind()) {
                case SENDING, SENT, GIVEN_UP, FLUSHED, CLOSING -> stream(entry.stream()).add(entry);
                case ATTACHED -> {
                    Visit visit = new Visit(incarnation, entry.session(), entry.stream());
                    (server ? serverVisits : clientVisits).add(visit);
                    current.put(entry.session(), visit);
                    stream(main).attached();
                    stream(Conversation.answersOf(main)).attached();
                }
                default -> {
                    Visit visit = current.get(entry.session());
                    visit.add(entry);
                }
            }
        });
    }

    private Stream stream(int id) {
        return streams.computeIfAbsent(id, Stream::new);
    }

    private static int streamOf(Visit visit) {
        return (visit.incarnation << INCARNATION_SHIFT) | visit.session << 1;
    }

    void judge() {
        Map<Integer, List<Visit>> sessions = new TreeMap<>();
        clientVisits.forEach(visit -> sessions.computeIfAbsent(streamOf(visit), any -> new ArrayList<>()).add(visit));
        serverVisits.forEach(visit -> sessions.computeIfAbsent(visit.peer, any -> new ArrayList<>()));
        sessions.forEach(this::judgeClient);
        serverVisits.forEach(this::judgeServer);
        streams.values().forEach(stream -> {
            stream.checkFlushed(tally);
            tally.messages += stream.returnedCount();
        });
        serverVisits.forEach(visit -> judgeEnd(visit, visit.peer >> INCARNATION_SHIFT));
        clientVisits.forEach(visit -> judgeEnd(visit, visit.peer));
    }

    /** The messages of one client's session, through all the servers it had. */
    private void judgeClient(int main, List<Visit> own) {
        List<Visit> theirs = serverVisits.stream().filter(visit -> visit.peer == main).toList();
        for (int id = main; id <= Conversation.answersOf(main); id++) {
            Stream stream = stream(id);
            stream.follow(theirs, tally);
            Visit end = own.isEmpty() ? null : own.get(own.size() - 1);
            if (end != null && end.last) {
                stream.report(end.unacknowledged, tally);
                stream.checkReported("client's " + end, tally);
            }
        }
        if (!own.isEmpty() && !theirs.isEmpty()) {
            Visit last = theirs.get(theirs.size() - 1);
            if (last.isSurvived() && own.get(own.size() - 1).peer == last.incarnation
                    && isComplete(own, theirs, last.incarnation)) {
                stream(main).checkPublished("server's " + last, tally);
            }
        }
    }

    private static boolean isComplete(List<Visit> own, List<Visit> theirs, int server) {
        return own.stream().filter(visit -> visit.peer == server).count()
                == theirs.stream().filter(visit -> visit.incarnation == server).count();
    }

    /** The messages of one server's session, which go to one attachment of one client's session. */
    private void judgeServer(Visit visit) {
        int main = streamOf(visit);
        Visit peer = findPeer(visit, main);
        for (int id = main; id <= Conversation.answersOf(main); id++) {
            Stream stream = stream(id);
            if (peer != null) {
                stream.follow(List.of(peer), tally);
            }
            if (visit.reason != null) {
                stream.report(visit.unacknowledged, tally);
                stream.checkReported("server's " + visit, tally);
            }
        }
        if (peer != null && peer.isSurvived()) {
            stream(main).checkPublished("client's " + peer, tally);
        }
    }

    /** By what the client heard, or else by the order of attachments. */
    private Visit findPeer(Visit visit, int main) {
        List<Visit> theirs = clientVisits.stream()
                .filter(other -> streamOf(other) == visit.peer && other.peer == visit.incarnation).toList();
        for (Visit other : theirs) {
            if (other.heard.stream().anyMatch(heard -> (heard.entry.stream() & ~1) == main)) {
                return other;
            }
        }
        List<Visit> own = serverVisits.stream()
                .filter(other -> other.peer == visit.peer && other.incarnation == visit.incarnation).toList();
        return own.size() == theirs.size() ? theirs.get(own.indexOf(visit)) : null;
    }

    private void judgeEnd(Visit visit, int peerIncarnation) {
        if (visit.reason == DetachReason.FAILED
                || visit.last && clientVisits.contains(visit) && !stream(streamOf(visit)).isClosing()) {
            tally.found(Fault.MISTAKEN, "the end of " + visit);
        }
        if (visit.reason == DetachReason.PEER_DIED) {
            Fate peer = fates.get(peerIncarnation);
            if (peer.killedNs == 0) {
                tally.found(Fault.MISTAKEN, "nobody has killed the peer of " + visit);
            } else if (!fates.get(visit.incarnation).wasStopped(peer.killedNs, visit.endedNs)) {
                tally.noticed(visit.endedNs - peer.killedNs);
            }
        }
    }
}
