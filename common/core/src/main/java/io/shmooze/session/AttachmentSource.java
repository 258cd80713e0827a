// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.ShmoozeException;

/** Where a session gets its next attachment from after it has lost one. Called on the session's own thread. */
public interface AttachmentSource {
    /**
     * Attaches again, waiting as long as its user allows.
     *
     * @return the next attachment, or null after {@link #cancel}
     * @throws ShmoozeException if there is none in time, or the server refuses; its message says why
     */
    Attachment next();

    /** Makes a {@link #next} that waits return, now and later. May be called from any thread. */
    void cancel();

    /**
     * Whether there is no next attachment.
     *
     * @return true for sessions that end with their only attachment
     */
    boolean isFinal();

    /**
     * For sessions that end with their only attachment.
     *
     * @return a source of nothing
     */
    static AttachmentSource none() {
        return new AttachmentSource() {
            @Override
            public Attachment next() {
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
