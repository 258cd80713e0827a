// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import static io.shmooze.session.MemoryPair.inAnHour;
import static io.shmooze.session.MemoryPair.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.MessageKind;
import io.shmooze.SessionClosedException;
import io.shmooze.SessionState;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CurrentAttachmentTest {
    private final CurrentAttachment current = new CurrentAttachment("memory");
    private final Attachment first = new MemoryPair().server;
    private final Attachment second = new MemoryPair().server;

    @Test
    void shouldGiveThePresentOneAtOnce() throws Exception {
        assertThat(current.state()).isEqualTo(SessionState.RECONNECTING);
        assertThat(current.peer()).isNull();
        current.attach(first);
        assertThat(current.state()).isEqualTo(SessionState.OPEN);
        assertThat(current.await(null, System.nanoTime())).isSameAs(first);
        assertThat(current.peer().pid()).isEqualTo(2);
        current.detach();
        assertThat(current.present()).isNull();
        assertThat(current.peer()).as("the last one").isNotNull();
    }

    @Test
    void shouldWaitForAnotherOne() throws Exception {
        current.attach(first);
        assertThat(current.await(first, System.nanoTime() + 1_000_000)).isNull();
        Task<Attachment> waiter = Task.call(() -> current.await(first, inAnHour()));
        Patience.until(() -> waiter.thread().getState() == Thread.State.TIMED_WAITING);
        current.detach();
        current.attach(second);
        assertThat(waiter.result()).isSameAs(second);
    }

    @Test
    void shouldEndTheWaitWithTheSession() throws Exception {
        Task<Attachment> waiter = Task.call(() -> current.await(null, inAnHour()));
        Patience.until(() -> waiter.thread().getState() == Thread.State.TIMED_WAITING);
        current.setState(SessionState.CLOSED);
        waiter.assertThrew(SessionClosedException.class);
        assertThatThrownBy(() -> current.await(null, inAnHour())).hasMessageContaining("'memory'");
    }

    @Test
    void shouldAddUpWhatAllAttachmentsSent() {
        current.attach(first);
        first.outgoing().publishWhole(MessageKind.TEXT, text("abc"));
        current.detach();
        assertThat(current.counts().messages()).as("between attachments").isEqualTo(1);
        current.attach(second);
        second.outgoing().publishWhole(MessageKind.TEXT, text("de"));
        assertThat(current.counts().messages()).isEqualTo(2);
        assertThat(current.counts().bytes()).isEqualTo(5);
        assertThat(current.counts().bells()).isZero();
        assertThat(current.counts().sleeps()).isZero();
    }

    @Test
    void shouldFailThePresentOneForTheErrorOfATruncatedSegment() {
        InternalError error = new InternalError("a fault occurred");
        assertThat(current.failTruncated(error)).as("between attachments").hasMessageContaining("truncated");
        current.attach(first);
        assertThat(current.failTruncated(error)).isInstanceOf(SessionClosedException.class).hasCause(error);
        assertThat(first.failure()).contains("truncated");
    }
}
