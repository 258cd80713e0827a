// SPDX-License-Identifier: Apache-2.0
package io.shmooze.testing;

import java.io.IOException;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Keeps the test processes of this machine, those of another checkout included, from running two of Qt's test classes
 * at the same time. System V objects belong to the whole machine, and their keys are made of inode numbers: a key file
 * made by one test can get the number of one that another has just removed.
 *
 * <p>The lock is on the folder for temporary files, so that no lock file is left. A child process holds it, because
 * Java cannot lock a folder; the child ends, and the lock with it, when this process ends in whatever way.
 */
public final class OneQtTestAtATime implements BeforeAllCallback, AfterAllCallback {
    private Process holder;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        Tools.require("flock", "everything about Qt");
        holder = new ProcessBuilder("flock", System.getProperty("java.io.tmpdir"), "sh", "-c", "echo; exec cat")
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        if (holder.getInputStream().read() < 0) {
            throw new IOException("flock ended without the lock");
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException, InterruptedException {
        if (holder != null) {
            holder.getOutputStream().close();
            holder.waitFor();
        }
    }
}
