// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.lane.UnacknowledgedMessage;

/**
 * What a question that may be asked again keeps until it ends. Owns a copy of its payload, because a server may
 * acknowledge a question and die before it answers; and whether it is published.
 *
 * <p><b>Threads.</b> The copy is stored by the thread that asks, before it publishes. Whether it is published is
 * changed under the write lock. The session's own thread, which has held that lock since, reads both.
 */
final class RepeatableQuestion {
    private UnacknowledgedMessage message;
    private boolean published;

    void keep(UnacknowledgedMessage copy) {
        message = copy;
    }

    /** The question itself, with its number. */
    UnacknowledgedMessage message() {
        return message;
    }

    void setPublished(boolean now) {
        published = now;
    }

    boolean isPublished() {
        return published;
    }
}
