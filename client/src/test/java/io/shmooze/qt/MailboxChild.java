// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import io.shmooze.Detachment;
import io.shmooze.Session;
import io.shmooze.SessionClosedException;
import io.shmooze.SessionListener;
import java.io.IOException;
import java.time.Duration;

/** One end of a mailbox in a JVM of its own. Its keys are those of {@link QtRig}. */
final class MailboxChild {
    private static final Duration LONG = Duration.ofSeconds(60);

    private MailboxChild() {
    }

    /**
     * Runs until the end of its input.
     *
     * @param arguments which end, and "echo", "lines" or "flood"
     */
    public static void main(String[] arguments) throws IOException {
        String what = arguments[1];
        QtMailboxBuilder builder = QtMailbox.builder(QtEnd.valueOf(arguments[0]))
                .keys(new QtPair(QtIpc.LEGACY_SYSTEM_V, QtRig.KEY, QtRig.CSEM, QtRig.SSEM, null))
                .connectTimeout(LONG).reconnectTimeout(LONG)
                .onMessage((session, message) -> {
                    if (what.equals("echo")) {
                        session.send(message.kind(), message.buffer());
                    } else {
                        System.out.println("got " + message.text());
                    }
                })
                .sessionListener(new SessionListener() {
                    @Override
                    public void onAttached(Session session) {
                        System.out.println("attached");
                    }

                    @Override
                    public void onDetached(Session session, Detachment detachment) {
                        System.out.println("detached");
                    }
                });
        try (QtMailbox mailbox = builder.open()) {
            System.out.println("ready");
            if (what.equals("flood")) {
                Thread flood = new Thread(() -> flood(mailbox));
                flood.setDaemon(true);
                flood.start();
            }
            while (System.in.read() >= 0) {
                continue;
            }
        }
    }

    private static void flood(QtMailbox mailbox) {
        try {
            for (int i = 0; true; i++) {
                mailbox.send(Integer.toString(i));
            }
        } catch (SessionClosedException e) {
            System.out.println("closed");
        }
    }
}
