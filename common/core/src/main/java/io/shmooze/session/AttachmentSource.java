// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.ShmoozeException;

/** Gives a session its next attachment after it has lost one. Called on the session's own thread. */
public interface AttachmentSource {
    /**
     * Attaches again. Waits as long as the application allows.
     *
     * @return the next attachment, or null after {@link #cancel}
     * @throws ShmoozeException if there is no server in time, or the server refuses; the message says why
     */
    Attachment next();

    /** Makes {@link #next} return null, in a call that waits now and in later ones. May be called from any thread. */
    void cancel();

    /**
     * Whether there is never a next attachment.
     *
     * @return true if the session ends with its only attachment
     */
    boolean isFinal();

    /**
     * The source of sessions that end with their only attachment.
     *
     * @return a source without attachments
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
                // Nothing waits here.
            }
        };
    }
}
