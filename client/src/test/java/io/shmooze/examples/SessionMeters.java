// SPDX-License-Identifier: Apache-2.0
package io.shmooze.examples;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.shmooze.Detachment;
import io.shmooze.Session;
import io.shmooze.SessionListener;
import io.shmooze.SessionState;
import io.shmooze.SessionStatistics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/** The statistics of sessions as meters of Micrometer, for as long as each session lives. */
public final class SessionMeters implements SessionListener {
    private final MeterRegistry registry;
    private final Map<Session, List<Meter>> meters = new ConcurrentHashMap<>();

    public SessionMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void onAttached(Session session) {
        meters.computeIfAbsent(session, this::register);
    }

    @Override
    public void onDetached(Session session, Detachment detachment) {
        if (session.state() == SessionState.CLOSED) {
            meters.remove(session).forEach(registry::remove);
        }
    }

    private List<Meter> register(Session session) {
        return List.of(count(session, "messages.sent", SessionStatistics::messagesSent),
                count(session, "bytes.sent", SessionStatistics::bytesSent),
                count(session, "messages.received", SessionStatistics::messagesReceived),
                count(session, "bytes.received", SessionStatistics::bytesReceived),
                count(session, "sends.blocked", SessionStatistics::blockedSends),
                count(session, "outbox.refusals", SessionStatistics::outboxRefusals),
                now(session, "outbox.length", SessionStatistics::outboxLength),
                now(session, "unacknowledged", SessionStatistics::unacknowledgedMessages));
    }

    private Meter count(Session session, String name, ToLongFunction<SessionStatistics> count) {
        return FunctionCounter.builder("shmooze." + name, session, of -> count.applyAsLong(of.statistics()))
                .tags(tags(session)).register(registry);
    }

    private Meter now(Session session, String name, ToLongFunction<SessionStatistics> value) {
        return Gauge.builder("shmooze." + name, session, of -> value.applyAsLong(of.statistics()))
                .tags(tags(session)).register(registry);
    }

    private static Tags tags(Session session) {
        return Tags.of("channel", session.channel(), "peer", session.peer().name());
    }
}
