// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.DetachReason;
import io.shmooze.Detachment;
import io.shmooze.Session;
import io.shmooze.SessionListener;
import io.shmooze.SessionState;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Follows the client's only session, and announces when its server comes and goes. */
final class ClientSessionListener implements SessionListener {
    private final AttachedSessions sessions;
    private final Screen screen;
    private final Shutdown shutdown;
    private final boolean leavesWithServer;
    private final CompletableFuture<Detachment> end = new CompletableFuture<>();
    private volatile boolean attachedBefore;
    private volatile boolean reconnecting;

    /**
     * For one client.
     *
     * @param leavesWithServer whether the client is done when the server leaves
     */
    ClientSessionListener(AttachedSessions sessions, Screen screen, Shutdown shutdown, boolean leavesWithServer) {
        this.leavesWithServer = leavesWithServer;
        this.sessions = sessions;
        this.screen = screen;
        this.shutdown = shutdown;
    }

    @Override
    public void onAttached(Session attached) {
        boolean first = !attachedBefore;
        attachedBefore = true;
        reconnecting = false;
        sessions.joined(attached);
        screen.announce((first ? "attached to " : "reconnected to ") + PeerText.describe(attached.peer()));
    }

    @Override
    public void onDetached(Session detached, Detachment detachment) {
        sessions.left(detached);
        if (leavesWithServer && detachment.reason() == DetachReason.CLOSED_BY_PEER) {
            shutdown.done();
        }
        if (detached.state() == SessionState.RECONNECTING) {
            reconnecting = true;
            screen.announce((shutdown.hasBegun() ? "" : "reconnecting: ")
                    + PeerText.describe(detachment.peer()) + " " + PeerText.gone(detachment));
        } else {
            end.complete(detachment);
            shutdown.lost();
        }
    }

    @Override
    public void onError(Session failed, Throwable error) {
        shutdown.leaveOut();
        screen.announce("A message was not handled: " + ExitStatus.line(error));
    }

    /** Whether the session ended because it failed with this server, and not because there is no server. */
    boolean brokenOff(Detachment detachment) {
        return !reconnecting && detachment.reason() == DetachReason.FAILED;
    }

    /** Waits for the session's end, at most for this time; null if it has not ended. */
    Detachment awaitEnd(Duration timeout) throws InterruptedException {
        try {
            return end.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return null;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
