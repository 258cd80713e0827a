// SPDX-License-Identifier: Apache-2.0
package io.shmooze.file;

/** Where a file's transfer stands. The last four are for good. */
public enum TransferState {
    /** The receiver has not decided, or the file is about to begin. */
    OFFERED,
    /** Bytes flow. */
    RUNNING,
    /** A client's server is gone in the middle; the client offers the file to the next one. */
    PAUSED,
    /** The receiver has the whole file under its name, and its SHA-256 is right. */
    DONE,
    /** The receiver did not want it, or had no place for it. */
    REFUSED,
    /** One side gave it up on purpose. Nothing is left of it. */
    CANCELLED,
    /** It could not go on. A receiver whose sender is gone keeps what it has, for when the file is offered again. */
    FAILED;

    /**
     * Whether nothing more will happen.
     *
     * @return true for the last four
     */
    public boolean isEnd() {
        return compareTo(DONE) >= 0;
    }
}
