// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import io.shmooze.Detachment;
import io.shmooze.Message;
import io.shmooze.Session;
import io.shmooze.SessionListener;
import io.shmooze.testing.Patience;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records what happens to sessions. */
public final class SessionRecorder implements SessionListener {
    private final List<Session> attached = new CopyOnWriteArrayList<>();
    private final List<Detachment> detachments = new CopyOnWriteArrayList<>();
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();

    @Override
    public void onAttached(Session session) {
        attached.add(session);
    }

    @Override
    public void onDetached(Session session, Detachment detachment) {
        detachments.add(detachment);
    }

    @Override
    public void onError(Session session, Throwable error) {
        errors.add(error);
    }

    /** Waits until so many attachments have begun in all; returns the session of the last. */
    public Session awaitAttached(int count) {
        Patience.until(() -> attached.size() >= count);
        return attached.get(count - 1);
    }

    /** The number of attachments that have ended. */
    public int detached() {
        return detachments.size();
    }

    /** Waits until so many attachments have ended in all; returns the last. */
    public Detachment awaitDetached(int count) {
        Patience.until(() -> detachments.size() >= count);
        return detachments.get(count - 1);
    }

    public List<Throwable> awaitErrors(int count) {
        Patience.until(() -> errors.size() >= count);
        return List.copyOf(errors);
    }

    public List<Throwable> errors() {
        return List.copyOf(errors);
    }

    public static List<String> unacknowledged(Detachment detachment) {
        return detachment.unacknowledged().stream().map(Message::text).toList();
    }
}
