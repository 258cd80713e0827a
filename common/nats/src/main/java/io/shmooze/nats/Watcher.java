// SPDX-License-Identifier: Apache-2.0
package io.shmooze.nats;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Consumer;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamSubscription;
import io.nats.client.support.Status;
import java.security.cert.CertificateException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Turns what a connection reports into lines, each once until there is a connection again, because the same attempt
 * fails several times a second. Replaces a listener that would log to the console. For any thread.
 */
final class Watcher implements ConnectionListener, ErrorListener {
    private final java.util.function.Consumer<String> onEvent;
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private volatile String lastError = "no answer";
    private volatile boolean distrusted;

    Watcher(java.util.function.Consumer<String> onEvent) {
        this.onEvent = onEvent;
    }

    /** What the server or the system has said last. */
    String lastError() {
        return lastError;
    }

    private void tell(String line) {
        if (told.add(line)) {
            onEvent.accept(line);
        }
    }

    @Override
    @Deprecated
    public void connectionEvent(Connection connection, Events type) {
        connectionEvent(connection, type, 0L, "");
    }

    @Override
    public void connectionEvent(Connection connection, Events type, Long time, String uri) {
        if (type == Events.CONNECTED || type == Events.RECONNECTED) {
            told.clear();
        }
        if (type.isConnectionEvent()) {
            tell("NATS connection " + type.getEvent() + (uri == null || uri.isEmpty() ? "" : ": " + uri));
        }
    }

    @Override
    public void errorOccurred(Connection connection, String error) {
        lastError = error;
        tell("NATS: " + error);
    }

    /** Whether a certificate was refused, so that another attempt is in vain. */
    boolean isDistrusted() {
        return distrusted;
    }

    @Override
    public void exceptionOccurred(Connection connection, Exception exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            distrusted |= cause instanceof CertificateException;
        }
        lastError = NatsOptions.reason(exception);
        tell("NATS: " + lastError);
    }

    @Override
    public void slowConsumerDetected(Connection connection, Consumer consumer) {
        tell("NATS: a subscription has dropped messages, because they were not read fast enough");
    }

    @Override
    public void pullStatusError(Connection connection, JetStreamSubscription subscription, Status status) {
        tell("NATS: " + status.getMessageWithCode());
    }
}
