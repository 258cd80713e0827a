// SPDX-License-Identifier: Apache-2.0
package io.shmooze.wait;

/**
 * A session's own thread. It can be interrupted while it runs a callback. An interrupt while it sleeps in the doorbell
 * has no effect, because the JDK would close the socket, which would end the session.
 */
public final class SessionThread extends Thread {
    /** The placeholder that each virtual thread gives as its group (JEP 444). JDK 17 has no other way to ask. */
    private static final String VIRTUAL_THREADS = "VirtualThreads";

    private final Object gate = new Object();
    private boolean asleep;

    /**
     * Makes a daemon thread, not started.
     *
     * @param body what to run
     * @param name for people
     */
    public SessionThread(Runnable body, String name) {
        super(body, name);
        setDaemon(true);
    }

    /**
     * Whether the calling thread is some session's own thread. The application's code runs there in callbacks only.
     *
     * @return true if the caller must not wait for a peer
     */
    public static boolean isCurrent() {
        return Thread.currentThread() instanceof SessionThread;
    }

    /**
     * Whether the calling thread is a virtual one, which must not keep its carrier for long.
     *
     * @return true for a virtual thread
     */
    public static boolean isCurrentVirtual() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        return group != null && group.getName().equals(VIRTUAL_THREADS);
    }

    @Override
    public void interrupt() {
        synchronized (gate) {
            if (!asleep) {
                super.interrupt();
            }
        }
    }

    /** From now on an interrupt has no effect, until {@link #endSleep}. */
    void beginSleep() {
        synchronized (gate) {
            asleep = true;
            Thread.interrupted();
        }
    }

    void endSleep() {
        synchronized (gate) {
            asleep = false;
        }
    }
}
