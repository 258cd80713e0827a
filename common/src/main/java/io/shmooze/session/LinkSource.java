// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.ShmoozeException;

/** Where a session gets its next link from after it has lost one. Called on the session's own thread. */
public interface LinkSource {
    /**
     * Attaches again, waiting as long as its user allows.
     *
     * @return the next link, or null after {@link #cancel}
     * @throws ShmoozeException if there is none in time, or the server refuses; its message says why
     */
    Link next();

    /** Makes a {@link #next} that waits return, now and later. May be called from any thread. */
    void cancel();

    /**
     * Whether there is no next link.
     *
     * @return true for sessions that end with their only link
     */
    boolean isFinal();

    /**
     * For sessions that end with their only link.
     *
     * @return a source of nothing
     */
    static LinkSource none() {
        return new LinkSource() {
            @Override
            public Link next() {
                return null;
            }

            @Override
            public boolean isFinal() {
                return true;
            }

            @Override
            public void cancel() {
                // There is nothing that waits.
            }
        };
    }
}
