// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.ChannelKind;
import io.shmooze.Detachment;
import io.shmooze.Session;
import io.shmooze.SessionListener;
import io.shmooze.SessionState;

/**
 * Announces when viewers and publishers come and go. At a viewer, it also shows in the status line and the window
 * whether the publisher is there. These sessions carry only bells, so nothing is lost when they end.
 */
final class FrameSessionListener implements SessionListener {
    private final Invocation invocation;
    private final StatusLine status;
    private final Shutdown shutdown;
    /** Null at a publisher, and at a viewer without a window. */
    private final PictureWindow window;
    private volatile boolean alone;

    FrameSessionListener(Invocation invocation, StatusLine status, Shutdown shutdown, PictureWindow window) {
        this.invocation = invocation;
        this.status = status;
        this.shutdown = shutdown;
        this.window = window;
    }

    /** Whether the viewer has lost its publisher, and waits for the next one. */
    boolean isAlone() {
        return alone;
    }

    /** The word for the server. */
    String publisher() {
        return invocation.role().sharesPicture() ? "holder" : "publisher";
    }

    @Override
    public void onAttached(Session session) {
        String peer = PeerText.describe(session.peer());
        if (invocation.role().publishes()) {
            status.announce(peer + " joined");
            return;
        }
        status.announce("attached to " + peer + found(session.peer().serves()));
        changed(false);
    }

    /** A hint if the server shares another kind than the command expects; else empty. */
    private String found(ChannelKind kind) {
        boolean wantsPicture = invocation.role().sharesPicture();
        if (kind == ChannelKind.PICTURE && !wantsPicture) {
            return ", which holds a picture: picture --key " + invocation.key() + " loads it";
        }
        return kind == ChannelKind.FRAMES && wantsPicture
                ? ", which publishes frames: the newest one is the picture, and frames --key " + invocation.key()
                + " follows them" : "";
    }

    @Override
    public void onDetached(Session session, Detachment detachment) {
        if (!shutdown.hasBegun()) {
            boolean waits = session.state() == SessionState.RECONNECTING;
            status.announce(PeerText.describe(detachment.peer()) + " " + PeerText.gone(detachment)
                    + (waits ? "; waiting for the next " + publisher() : ""));
            if (!invocation.role().publishes()) {
                changed(true);
            }
        }
    }

    private void changed(boolean isAlone) {
        alone = isAlone;
        status.redraw();
        if (window != null) {
            window.note(isAlone ? "the " + publisher() + " is gone" : null);
        }
    }

    @Override
    public void onError(Session session, Throwable error) {
        shutdown.leaveOut();
        status.announce("Something went wrong with " + PeerText.label(session.peer()) + ": " + ExitStatus.line(error));
    }
}
