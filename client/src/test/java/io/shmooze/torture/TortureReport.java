// SPDX-License-Identifier: Apache-2.0
package io.shmooze.torture;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What a run has counted, and the faults it has found. */
final class TortureReport {
    private static final int MOST_PRINTED = 40;
    /** Among so many, some process that was at rest has had a session that was old enough. */
    private static final int MANY_KILLS = 100;
    /** Among the messages of so many kills, or of a minute of the soak, some have gone each way there is. */
    private static final int VERY_MANY_KILLS = 500;
    private static final int MANY_BOUNCES = 300;

    /** Kinds of faults. */
    enum Fault {
        /** An acknowledged or published message that no callback got, and no detachment reported. */
        LOST,
        /** Other bytes than were sent. */
        TORN,
        /** A message that arrived twice and was not marked as redelivered. */
        UNMARKED,
        /** A message out of its order, or a mark without a reason. */
        DISORDERED,
        /** A file, descriptor, thread, mapping or memory that stays. */
        LEAKED,
        /** A session that ended without a reason, or with the wrong one. */
        MISTAKEN,
        /** A process that hangs or fails. */
        STUCK
    }

    final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
    /** What was printed of the faults. */
    final List<String> texts = new ArrayList<>();
    int serverKills;
    int clientKills;
    int doubleKills;
    int stops;
    int bounces;
    long messages;
    long redeliveries;
    /** The redeliveries whose callback had begun before. */
    long repetitions;
    long questions;
    /** Those that were asked of a next server. */
    long questionsAgain;
    final ArrivalCount atServers = new ArrivalCount();
    final ArrivalCount atClients = new ArrivalCount();
    /** How often a process at rest had memory of bulk areas. */
    long bulkAtServers;
    long bulkAtClients;
    long notices;
    private long slowestNoticeNs;

    void found(Fault fault, String text) {
        if (faults.merge(fault, 1, Integer::sum) <= MOST_PRINTED) {
            texts.add(fault + ": " + text);
            System.out.println(fault + ": " + text);
        }
    }

    void noticed(long afterNs) {
        notices++;
        slowestNoticeNs = Math.max(slowestNoticeNs, afterNs);
    }

    void noticedBulk(boolean server, long residentKb) {
        int found = residentKb > 0 ? 1 : 0;
        bulkAtServers += server ? found : 0;
        bulkAtClients += server ? 0 : found;
    }

    /**
     * Whether long messages have passed both ways, whole and in parts; after a long run also in parts of the largest
     * area, and not only by their lengths.
     */
    boolean hasSeenBulk() {
        boolean some = atServers.bulk() > 0 && atClients.bulk() > 0 && atServers.inParts() + atClients.inParts() > 0;
        boolean largest = atServers.inLargestParts() + atClients.inLargestParts() > 0;
        boolean memory = bulkAtServers > 0 && bulkAtClients > 0;
        return some && (largest || kills() < VERY_MANY_KILLS && bounces < MANY_BOUNCES)
                && (memory || kills() < MANY_KILLS);
    }

    int kills() {
        return serverKills + clientKills;
    }

    boolean isGood() {
        return faults.isEmpty();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(String.format("kills: %d of servers, %d of clients (%d times all at once); stops: %d; "
                + "clean reconnects: %d%n", serverKills, clientKills, doubleKills, stops, bounces));
        text.append(String.format("messages: %,d; redeliveries: %,d (%,d of them seen before)%n", messages,
                redeliveries, repetitions));
        text.append(String.format("questions: %,d, %,d of them asked again%n", questions, questionsAgain));
        text.append(String.format("bulk messages: %,d to servers, %,d to clients (%,d of them in parts, %,d through "
                + "areas of 4 MiB); seen in memory: %,d times at servers, %,d at clients%n", atServers.bulk(),
                atClients.bulk(), atServers.inParts() + atClients.inParts(),
                atServers.inLargestParts() + atClients.inLargestParts(), bulkAtServers, bulkAtClients));
        text.append(String.format("death notices: %,d, the slowest after %,d ms%n", notices,
                TimeUnit.NANOSECONDS.toMillis(slowestNoticeNs)));
        for (Fault fault : Fault.values()) {
            text.append(fault.name().toLowerCase(Locale.ROOT)).append(": ")
                    .append(faults.getOrDefault(fault, 0)).append(fault == Fault.STUCK ? "" : ", ");
        }
        return text.toString();
    }
}
