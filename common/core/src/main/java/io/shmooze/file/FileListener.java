// SPDX-License-Identifier: Apache-2.0
package io.shmooze.file;

/**
 * Follows the files of a {@link FileExchange}.
 *
 * <p><b>Threads.</b> Called on a session's own thread or on a transfer's, for different files at the same time. A
 * callback must not wait, because the session's messages wait for it.
 */
public interface FileListener {
    /**
     * A peer offers a file. The application answers by {@link IncomingFile#accept} or {@link IncomingFile#refuse}, now
     * or later and on any thread.
     *
     * @param file not accepted yet
     */
    void onOffer(IncomingFile file);

    /**
     * The bytes of a file begin to flow. Called again when a transfer goes on after an interruption. The default does
     * nothing.
     *
     * @param file in transfer
     */
    default void onBegin(FileTransfer file) {
    }

    /**
     * A transfer has ended. Called exactly once for each file that was offered.
     *
     * @param file in a final state
     */
    void onEnd(FileTransfer file);
}
