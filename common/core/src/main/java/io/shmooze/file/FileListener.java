// SPDX-License-Identifier: Apache-2.0
package io.shmooze.file;

/**
 * Follows the files of a {@link FileExchange}.
 *
 * <p><b>Threads.</b> Called on a session's own thread or on a transfer's, for different files at the same time. A
 * callback must not wait: messages of the session wait meanwhile.
 */
public interface FileListener {
    /**
     * A peer offers a file. To be answered by {@link IncomingFile#accept} or {@link IncomingFile#refuse}, now or later
     * and on any thread.
     *
     * @param file not accepted yet
     */
    void onOffer(IncomingFile file);

    /**
     * Bytes begin to flow, at first or again. The default does nothing.
     *
     * @param file on its way
     */
    default void onBegin(FileTransfer file) {
    }

    /**
     * A transfer has come to its end. Called once for each, and for each that was offered.
     *
     * @param file whose state is an end
     */
    void onEnd(FileTransfer file);
}
