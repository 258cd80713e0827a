// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.ProtocolException;
import io.shmooze.WaitStrategy;

/** What a session's own thread does on one link, from the first bell until the link is over. */
final class LinkService {
    private final SessionOptions options;
    private final WriteLock writeLock;
    private final Incoming incoming;
    private final Callbacks callbacks;

    LinkService(SessionOptions options, WriteLock writeLock, Incoming incoming, Callbacks callbacks) {
        this.options = options;
        this.writeLock = writeLock;
        this.incoming = incoming;
        this.callbacks = callbacks;
    }

    /** Returns when the link is over, and has failed it if that is why. */
    void serve(Link link) {
        try {
            if (options.messageListener() == null) {
                watch(link);
            } else {
                listen(link);
            }
            link.probe();
        } catch (ProtocolException | InternalError e) {
            link.fail(e);
        } catch (Throwable e) {
            link.fail(e);
            callbacks.error(e);
        }
    }

    private void listen(Link link) {
        if (options.waitStrategy() == WaitStrategy.SPINNING) {
            link.doorbell.startReader();
        }
        boolean over;
        boolean any;
        do {
            // Looked at first: when the peer has hung up, everything it published is visible to what follows.
            over = link.isOver();
            if (over) {
                incoming.expectEnd();
            }
            any = incoming.deliver(callbacks::message);
            writeLock.drain();
            if (!any && !over) {
                link.arrivals.listen(() -> link.reader.available() || writeLock.hasDrainable(link));
            }
        } while (any || !over);
    }

    /** For an application that polls: only the bells of an outbox and the end matter to this thread. */
    private void watch(Link link) {
        while (!link.isOver()) {
            long seen = link.doorbell.bells();
            writeLock.drain();
            link.probe();
            link.doorbell.listen(seen);
        }
    }
}
