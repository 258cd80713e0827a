// SPDX-License-Identifier: Apache-2.0
package io.shmooze.jfr;

import io.shmooze.Detachment;
import io.shmooze.Peer;
import io.shmooze.Session;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jdk.jfr.FlightRecorder;

/**
 * The way to the JDK's Flight Recorder. Owns whether it runs in this process, and which sessions there are, for the
 * periodic event. For any thread.
 *
 * <p><b>Costs.</b> While nobody has started the Flight Recorder, {@link #isOn} is two loads: no event is made, no clock
 * is read, and of the JDK's classes only {@code FlightRecorder} is loaded. A listener that the Flight Recorder calls
 * when it starts would be simpler, but loads twenty classes in each process. So the events are registered by the first
 * thread that finds the Flight Recorder running. A process whose sessions are idle shows nothing before one of them
 * does something.
 *
 * <p>In a Java runtime without the module {@code jdk.jfr}, nothing is ever recorded, and no class that needs that
 * module is loaded.
 */
public final class FlightRecord {
    private static final boolean AVAILABLE = ModuleLayer.boot().findModule("jdk.jfr").isPresent();
    private static final Set<Session> SESSIONS = ConcurrentHashMap.newKeySet();
    /** Whether the events are registered; never false again. */
    private static volatile boolean on;

    private FlightRecord() {
    }

    /**
     * Whether the Flight Recorder has been started in this process. Which events it wants is for the events to know.
     *
     * @return true from then on
     */
    public static boolean isOn() {
        return on || AVAILABLE && FlightRecorder.isInitialized() && register();
    }

    private static synchronized boolean register() {
        if (!on) {
            for (Class<? extends SessionEvent> event : List.of(AttachEvent.class, DetachEvent.class,
                    RedeliveryEvent.class, SlowCallbackEvent.class, BlockedSendEvent.class, SleepEvent.class,
                    StatisticsEvent.class)) {
                FlightRecorder.register(event);
            }
            FlightRecorder.addPeriodicEvent(StatisticsEvent.class, () -> SESSIONS.forEach(StatisticsEvent::record));
            on = true;
        }
        return true;
    }

    /**
     * A session has begun: its statistics are recorded from now on.
     *
     * @param session to be given to {@link #ended} later
     */
    public static void began(Session session) {
        SESSIONS.add(session);
    }

    /**
     * A session is over.
     *
     * @param session as {@link #began} got it
     */
    public static void ended(Session session) {
        SESSIONS.remove(session);
    }

    /**
     * A session has got an attachment.
     *
     * @param session with its peer
     * @param again whether it had another one before
     */
    public static void attached(Session session, boolean again) {
        if (isOn()) {
            AttachEvent event = new AttachEvent();
            event.ofSession(session.channel(), session.peer());
            event.again = again;
            event.commit();
        }
    }

    /**
     * A session has lost its attachment, or has ended.
     *
     * @param channel of the session
     * @param detachment what the application is told
     * @param unacknowledged how many messages the peer had not acknowledged
     * @param over whether the session is over
     */
    public static void detached(String channel, Detachment detachment, int unacknowledged, boolean over) {
        if (isOn()) {
            DetachEvent event = new DetachEvent();
            event.ofSession(channel, detachment.peer());
            event.reason = detachment.reason().name();
            event.detail = detachment.detail();
            event.unacknowledged = unacknowledged;
            event.over = over;
            event.commit();
        }
    }

    /**
     * A client sends to a new server what the lost one had not acknowledged.
     *
     * @param channel of the session
     * @param peer the new server
     * @param messages how many
     * @param bytes the sum of their payloads
     * @param questions how many are asked again
     */
    public static void redelivers(String channel, Peer peer, int messages, long bytes, int questions) {
        if (messages + questions > 0 && isOn()) {
            RedeliveryEvent event = new RedeliveryEvent();
            event.ofSession(channel, peer);
            event.messages = messages;
            event.bytes = bytes;
            event.questions = questions;
            event.commit();
        }
    }

    /**
     * Whether callbacks are to be timed. Called for each pass of messages.
     *
     * @return true if a recording wants slow ones
     */
    public static boolean timesCallbacks() {
        return isOn() && SlowCallbackEvent.isWanted();
    }

    /**
     * Begins to time a callback. To be called if {@link #timesCallbacks} says so.
     *
     * @return to be finished by the same thread
     */
    public static SlowCallbackEvent callback() {
        SlowCallbackEvent event = new SlowCallbackEvent();
        event.begin();
        return event;
    }

    /**
     * Begins to time a send that has to wait.
     *
     * @return to be finished by the same thread; null if nobody records it
     */
    public static BlockedSendEvent send() {
        if (!isOn()) {
            return null;
        }
        BlockedSendEvent event = new BlockedSendEvent();
        event.begin();
        return event;
    }

    /**
     * Begins to time a sleep.
     *
     * @return to be finished by the same thread; null if nobody records it
     */
    public static SleepEvent sleep() {
        if (!isOn()) {
            return null;
        }
        SleepEvent event = new SleepEvent();
        event.begin();
        return event;
    }
}
