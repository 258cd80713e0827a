// SPDX-License-Identifier: Apache-2.0
package io.shmooze.jfr;

import io.shmooze.Session;
import io.shmooze.SessionStatistics;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;

/**
 * The statistics of each session of the process, in each period, on a thread of the Flight Recorder. The counts are
 * those of {@link SessionStatistics}: they go on from the session's beginning.
 */
@Name("io.shmooze.Statistics")
@Label("Statistics")
@Description("The counts of one session since it began")
@Period("1 s")
final class StatisticsEvent extends SessionEvent {
    @Label("State")
    @Description("The name of a SessionState")
    private String state;
    @Label("Messages Sent")
    private long messagesSent;
    @Label("Bytes Sent")
    @DataAmount
    private long bytesSent;
    @Label("Messages Received")
    private long messagesReceived;
    @Label("Bytes Received")
    @DataAmount
    private long bytesReceived;
    @Label("Bells Rung")
    @Description("Wake-ups sent to a sleeping peer")
    private long bellsRung;
    @Label("Sleeps")
    @Description("Times a thread of this side went to sleep")
    private long sleeps;
    @Label("Outbox Length")
    @Description("Messages that wait in the outbox now")
    private int outboxLength;
    @Label("Questions in Flight")
    private int questionsInFlight;
    @Label("Answers Dropped")
    private long answersDropped;
    @Label("Unacknowledged Messages")
    @Description("Published and not handled by the peer now; -1 if the peer does not count")
    private long unacknowledgedMessages;
    @Label("Unacknowledged Bytes")
    @Description("Of the lane, with headers")
    @DataAmount
    private long unacknowledgedBytes;
    @Label("Blocked Sends")
    @Description("Messages for which a thread had to wait until there was room")
    private long blockedSends;
    @Label("Outbox Refusals")
    @Description("Messages that a full outbox did not take")
    private long outboxRefusals;
    @Label("Redeliveries Sent")
    private long redeliveriesSent;
    @Label("Redeliveries Received")
    private long redeliveriesReceived;

    /** Records the statistics of one session, if they are wanted. */
    static void record(Session session) {
        StatisticsEvent event = new StatisticsEvent();
        if (event.shouldCommit()) {
            event.ofSession(session.channel(), session.peer());
            event.state = session.state().name();
            event.take(session.statistics());
            event.commit();
        }
    }

    private void take(SessionStatistics counts) {
        messagesSent = counts.messagesSent();
        bytesSent = counts.bytesSent();
        messagesReceived = counts.messagesReceived();
        bytesReceived = counts.bytesReceived();
        bellsRung = counts.bellsRung();
        sleeps = counts.sleeps();
        outboxLength = counts.outboxLength();
        questionsInFlight = counts.questionsInFlight();
        answersDropped = counts.answersDropped();
        unacknowledgedMessages = counts.unacknowledgedMessages();
        unacknowledgedBytes = counts.unacknowledgedBytes();
        blockedSends = counts.blockedSends();
        outboxRefusals = counts.outboxRefusals();
        redeliveriesSent = counts.redeliveriesSent();
        redeliveriesReceived = counts.redeliveriesReceived();
    }
}
