// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.Detachment;
import io.shmooze.MessageListener;
import io.shmooze.Session;
import io.shmooze.SessionListener;
import io.shmooze.qt.QtCounts;
import io.shmooze.qt.QtMailbox;

/**
 * Announces what the Qt protocol has lost or damaged: with the first message after a loss, then each time the count has
 * doubled, and when the peer or this program leaves. For the mailbox's own thread.
 */
final class QtLosses implements SessionListener {
    private final Screen screen;
    private QtCounts told = new QtCounts(0, 0, 0);

    QtLosses(Screen screen) {
        this.screen = screen;
    }

    /** Checks the counts before each message is passed on. */
    MessageListener before(MessageListener next) {
        return (session, message) -> {
            look(session, 2);
            next.onMessage(session, message);
        };
    }

    @Override
    public void onDetached(Session session, Detachment detachment) {
        look(session, 1);
    }

    private void look(Session session, int factor) {
        QtCounts counts = ((QtMailbox) session).counts();
        long lost = counts.blankWakeUps() + counts.mangled();
        long before = told.blankWakeUps() + told.mangled();
        if (lost > before && lost >= factor * before) {
            told = counts;
            screen.announce(text(counts));
        }
    }

    private static String text(QtCounts counts) {
        String blank = counts.blankWakeUps() == 0 ? "" : "Woken " + Quantities.times(counts.blankWakeUps())
                + " without a message: the Qt program wrote over what it had sent before that could be read";
        String mangled = counts.mangled() == 0 ? "" : "Received " + Quantities.messages(counts.mangled())
                + " that may have the end of one of ours: the Qt program wrote over what it had not read";
        return blank + (blank.isEmpty() || mangled.isEmpty() ? "" : ". ") + mangled;
    }
}
