// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.InterruptedSessionException;
import io.shmooze.SessionClosedException;

/** Runs a part of a program on a daemon thread. An exception there shuts the program down. */
final class Background {
    /** The part. */
    @FunctionalInterface
    interface Task {
        /**
         * Runs it.
         *
         * @throws InterruptedException if the thread is interrupted
         */
        void run() throws InterruptedException;
    }

    private Background() {
    }

    /** Returns the thread, so that the caller can join or interrupt it. */
    static Thread start(String name, Shutdown shutdown, Task task) {
        Thread thread = new Thread(() -> run(shutdown, task), name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void run(Shutdown shutdown, Task task) {
        try {
            task.run();
        } catch (SessionClosedException e) {
            shutdown.lost();
        } catch (InterruptedException | InterruptedSessionException e) {
            shutdown.stop();
        } catch (RuntimeException | Error e) {
            shutdown.fail(e);
        }
    }
}
