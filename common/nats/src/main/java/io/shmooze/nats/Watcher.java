// SPDX-License-Identifier: Apache-2.0
package io.shmooze.nats;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Consumer;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamSubscription;
import io.nats.client.support.Status;

/** Turns what a connection reports into lines. Replaces a listener that would log to the console. Any thread. */
final class Watcher implements ConnectionListener, ErrorListener {
    private final java.util.function.Consumer<String> onEvent;
    private volatile String lastError = "no answer";

    Watcher(java.util.function.Consumer<String> onEvent) {
        this.onEvent = onEvent;
    }

    /** What the server or the system has said last. */
    String lastError() {
        return lastError;
    }

    @Override
    @Deprecated
    public void connectionEvent(Connection connection, Events type) {
        connectionEvent(connection, type, 0L, "");
    }

    @Override
    public void connectionEvent(Connection connection, Events type, Long time, String uri) {
        if (type.isConnectionEvent()) {
            onEvent.accept("NATS connection " + type.getEvent() + (uri == null || uri.isEmpty() ? "" : ": " + uri));
        }
    }

    @Override
    public void errorOccurred(Connection connection, String error) {
        lastError = error;
        onEvent.accept("NATS: " + error);
    }

    @Override
    public void exceptionOccurred(Connection connection, Exception exception) {
        lastError = NatsOptions.reason(exception);
        onEvent.accept("NATS: " + lastError);
    }

    @Override
    public void slowConsumerDetected(Connection connection, Consumer consumer) {
        onEvent.accept("NATS: a subscription has dropped messages, because they were not read fast enough");
    }

    @Override
    public void pullStatusError(Connection connection, JetStreamSubscription subscription, Status status) {
        onEvent.accept("NATS: " + status.getMessageWithCode());
    }
}
