// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import io.shmooze.Detachment;
import io.shmooze.Session;
import io.shmooze.SessionListener;
import io.shmooze.testing.Patience;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Records the events of mailboxes, and can keep their lock. */
final class MailboxEvents implements SessionListener {
    private final AtomicInteger attached = new AtomicInteger();
    private final AtomicInteger errors = new AtomicInteger();
    private final List<Detachment> detachments = new CopyOnWriteArrayList<>();
    private QtSharedMemory held;

    @Override
    public void onAttached(Session session) {
        attached.incrementAndGet();
    }

    @Override
    public void onDetached(Session session, Detachment detachment) {
        detachments.add(detachment);
    }

    @Override
    public void onError(Session session, Throwable error) {
        errors.incrementAndGet();
    }

    int attached() {
        return attached.get();
    }

    int errors() {
        return errors.get();
    }

    Detachment awaitDetached(int count) {
        Patience.until(() -> detachments.size() >= count);
        return detachments.get(count - 1);
    }

    /** Keeps the lock of a mailbox, as a program does that stands still in its callback. */
    void hold(QtPair pair) {
        held = new QtSharedMemory(pair.segment());
        held.attach(QtSharedMemory.Access.READ_WRITE);
        held.lock(Duration.ofSeconds(10));
    }

    void letGo() {
        held.unlock();
        held.detach();
    }
}
