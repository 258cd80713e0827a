// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.DetachReason;
import io.shmooze.Detachment;
import io.shmooze.Session;
import io.shmooze.SessionListener;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExitWhenAloneTest {
    private final AttachedSessions sessions = new AttachedSessions();
    private final Shutdown shutdown = new Shutdown();
    private final FakeSession alice = new FakeSession(12, "alice");
    private boolean active;
    private boolean pending;

    @Test
    void shouldLeaveWhenTheLastHasLeft() {
        sessions.joined(alice);
        assertThat(leaves(true)).isFalse();
        sessions.left(alice);
        assertThat(leaves(true)).isTrue();
    }

    @Test
    void shouldStayUntilSomebodyCame() {
        assertThat(leaves(true)).isFalse();
    }

    @Test
    void shouldStayWhileThereIsInput() {
        active = true;
        sessions.joined(alice);
        sessions.left(alice);
        assertThat(leaves(true)).isFalse();
        active = false;
        assertThat(leaves(true)).isTrue();
    }

    @Test
    void shouldStayUnlessAsked() {
        sessions.joined(alice);
        sessions.left(alice);
        assertThat(leaves(false)).isFalse();
    }

    @Test
    void shouldWaitForNobodyWhenTheLastLeavesWithInputPending() throws InterruptedException {
        active = true;
        pending = true;
        sessions.joined(alice);
        SessionListener leaving = new SessionListener() {
            @Override
            public void onDetached(Session session, Detachment detachment) {
                sessions.left(session);
                pending = false;
            }
        };
        rule(true).after(leaving).onDetached(alice,
                new Detachment(DetachReason.CLOSED_BY_PEER, alice.peer(), null, List.of()));
        assertThat(sessions.awaitReachable()).isEmpty();
        assertThat(shutdown.hasBegun()).as("the sender says what is lost").isFalse();
    }

    private boolean leaves(boolean asked) {
        rule(asked).check();
        return shutdown.hasBegun();
    }

    private ExitWhenAlone rule(boolean asked) {
        Input input = new Input() {
            @Override
            public void feed(Destination destination) {
            }

            @Override
            public boolean isActive() {
                return active;
            }

            @Override
            public boolean hasPending() {
                return pending;
            }
        };
        return new ExitWhenAlone(asked, sessions, input, shutdown);
    }
}
