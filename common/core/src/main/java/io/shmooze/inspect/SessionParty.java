// SPDX-License-Identifier: Apache-2.0
package io.shmooze.inspect;

/**
 * One of the two processes of a session.
 *
 * @param pid of the process; if it is not verified, as the process itself has claimed it
 * @param verified whether this process has the session's memory, as the system says
 * @param process null if there is none with this pid
 */
public record SessionParty(long pid, boolean verified, ProcessStatus process) {
    /**
     * Whether the process has ended. An unverified pid may belong to another process by now.
     *
     * @return true if there is none
     */
    public boolean isDead() {
        return process == null;
    }

    /**
     * Whether the process is stopped.
     *
     * @return true if it executes nothing
     */
    public boolean isStopped() {
        return process != null && process.isStopped();
    }
}
