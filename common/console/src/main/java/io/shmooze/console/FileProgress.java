// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.file.FileTransfer;
import io.shmooze.file.TransferState;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Draws the progress of files a few times a second. The thread that draws exists only while a file is on its way. A
 * file that ends before the first drawing is due leaves no line.
 */
final class FileProgress {
    private static final Duration PERIOD = Duration.ofMillis(200);

    private final Screen screen;
    private final Supplier<List<FileTransfer>> files;
    /** Guarded by this. */
    private boolean drawing;

    FileProgress(Screen screen, Supplier<List<FileTransfer>> files) {
        this.screen = screen;
        this.files = files;
    }

    synchronized void begin() {
        if (!drawing) {
            drawing = true;
            Thread thread = new Thread(this::draw, "shmooze-file-progress");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void draw() {
        List<FileTransfer> running = runningOrEnd();
        while (!running.isEmpty()) {
            if (!running.get(0).await(PERIOD)) {
                screen.progress(FileText.progress(running.get(0))
                        + (running.size() == 1 ? "" : ", and " + (running.size() - 1) + " more"));
            }
            running = runningOrEnd();
        }
        screen.progress(null);
    }

    /** Decides in one step whether to end, so that a file that begins just now finds a thread or starts one. */
    private synchronized List<FileTransfer> runningOrEnd() {
        List<FileTransfer> running = running();
        drawing = !running.isEmpty();
        return running;
    }

    private List<FileTransfer> running() {
        return files.get().stream().filter(file -> file.state() == TransferState.RUNNING).toList();
    }
}
