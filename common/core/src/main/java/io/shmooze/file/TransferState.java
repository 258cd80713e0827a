// SPDX-License-Identifier: Apache-2.0
package io.shmooze.file;

/** The states of a transfer. The last four are final. */
public enum TransferState {
    /** The receiver has not decided, or the bytes do not flow yet. */
    OFFERED,
    /** Bytes flow. */
    RUNNING,
    /** The server is gone; the client offers the file to the next one. */
    PAUSED,
    /** The receiver has the whole file under its name, and its SHA-256 is right. */
    DONE,
    /** The receiver did not want the file, or had no room for it. */
    REFUSED,
    /** One side cancelled it. The receiver has removed its part. */
    CANCELLED,
    /** It could not go on. A receiver whose sender is gone keeps its part until the file is offered again. */
    FAILED;

    /**
     * Whether the transfer has ended.
     *
     * @return true for the last four
     */
    public boolean isEnd() {
        return compareTo(DONE) >= 0;
    }
}
