// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AloneRuleTest {
    private final Members members = new Members();
    private final Ending ending = new Ending();
    private final FakeSession alice = new FakeSession(12, "alice");
    private boolean underWay;

    @Test
    void shouldLeaveWhenTheLastHasLeft() {
        members.joined(alice);
        assertThat(leaves(true)).isFalse();
        members.left(alice);
        assertThat(leaves(true)).isTrue();
    }

    @Test
    void shouldStayUntilSomebodyCame() {
        assertThat(leaves(true)).isFalse();
    }

    @Test
    void shouldStayWhileThereIsInput() {
        underWay = true;
        members.joined(alice);
        members.left(alice);
        assertThat(leaves(true)).isFalse();
        underWay = false;
        assertThat(leaves(true)).isTrue();
    }

    @Test
    void shouldStayUnlessAsked() {
        members.joined(alice);
        members.left(alice);
        assertThat(leaves(false)).isFalse();
    }

    @Test
    void shouldWaitForNobodyWhenTheLastLeavesMidway() throws InterruptedException {
        underWay = true;
        members.joined(alice);
        members.left(alice);
        rule(true).check(true);
        assertThat(members.awaitReachable()).isEmpty();
        assertThat(ending.reached()).as("who sends says what is lost").isFalse();
    }

    private boolean leaves(boolean asked) {
        rule(asked).check();
        return ending.reached();
    }

    private AloneRule rule(boolean asked) {
        Input input = new Input() {
            @Override
            public void feed(Destination destination) {
            }

            @Override
            public boolean underWay() {
                return underWay;
            }

            @Override
            public boolean isMidway() {
                return underWay;
            }
        };
        return new AloneRule(asked, members, input, ending);
    }
}
