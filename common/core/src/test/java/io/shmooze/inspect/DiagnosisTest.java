// SPDX-License-Identifier: Apache-2.0
package io.shmooze.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.MessageKind;
import io.shmooze.segment.SegmentDescriptor;
import io.shmooze.segment.SegmentLayout;
import io.shmooze.segment.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiagnosisTest {
    @TempDir
    Path directory;
    private SessionFile file;
    private char serverState = 'S';
    private char clientState = 'S';

    @BeforeEach
    void create() throws IOException {
        file = new SessionFile(directory, SegmentLayout.of(1024), true);
        for (Side side : Side.values()) {
            file.segment.putIntRelease(side.ownLineOffset() + SegmentDescriptor.STATE_OFFSET,
                    SegmentDescriptor.STATE_OPEN);
        }
    }

    @AfterEach
    void close() throws IOException {
        file.close();
    }

    private static SessionParty party(long pid, char state) {
        return new SessionParty(pid, true, state == 0 ? null : new ProcessStatus(pid, "p", "", state, "ann", 0));
    }

    private SessionStatus look() throws IOException {
        return new SessionStatus(file.path, party(4711, serverState), party(4712, clientState), file.look(), null);
    }

    private List<String> diagnose(SessionStatus before) throws IOException {
        return Diagnosis.of(look(), before);
    }

    private void clientWord(int offset, int value) {
        file.segment.putIntRelease(SegmentDescriptor.CLIENT_LINE_OFFSET + offset, value);
    }

    @Test
    void shouldSayThatNothingWaits() throws IOException {
        clientWord(SegmentDescriptor.ARRIVALS_EPOCH_OFFSET, 3);
        assertThat(diagnose(null)).containsExactly(
                "The client has acknowledged everything, and sleeps until a message comes.",
                "The server has acknowledged everything, and is awake.");
    }

    @Test
    void shouldSayThatAListenerIsInACallback() throws IOException {
        file.write(MessageKind.TEXT, new byte[5], 0);
        assertThat(diagnose(null)).contains("1 message waits for the client: its listener is in a callback, or its "
                + "program does not receive now. A look with --interval tells how long.");
        SessionStatus before = look();
        file.write(MessageKind.TEXT, new byte[5], 0);
        assertThat(diagnose(before)).anyMatch(sentence -> sentence.matches(
                "The client has acknowledged nothing for [0-9.]+ s or longer\\. 2 messages wait: its listener has "
                + "been in one callback since then, or its program does not receive\\."));
    }

    @Test
    void shouldSayThatAReaderReads() throws IOException {
        file.write(MessageKind.TEXT, new byte[5], 0);
        SessionStatus before = look();
        file.read();
        file.write(MessageKind.TEXT, new byte[5], 0);
        assertThat(diagnose(before)).contains("1 message waits for the client, which is reading.");
    }

    @Test
    void shouldSayThatASleeperIsBeingWoken() throws IOException {
        clientWord(SegmentDescriptor.ARRIVALS_EPOCH_OFFSET, 1);
        file.write(MessageKind.TEXT, new byte[5], 0);
        assertThat(diagnose(null)).contains("1 message waits for the client, which is just being woken.");
    }

    @Test
    void shouldSayThatAProcessIsStopped() throws IOException {
        clientState = 'T';
        file.write(MessageKind.TEXT, new byte[150], 0);
        assertThat(diagnose(null)).startsWith("The client is stopped, by a signal or a debugger. It does nothing until "
                + "it is continued: kill -CONT 4712", "A part of a message waits for the client.");
    }

    @Test
    void shouldSayThatAProcessIsGone() throws IOException {
        clientState = 0;
        serverState = 'T';
        assertThat(diagnose(null)).contains("The client is gone: it died, or cannot be seen from here. The server has "
                + "not noticed, because it is stopped.", "The client has acknowledged everything.");
        clientWord(SegmentDescriptor.STATE_OFFSET, SegmentDescriptor.STATE_CLOSED);
        assertThat(diagnose(null)).anyMatch(sentence ->
                sentence.startsWith("The client is gone, and had closed the session."));
    }

    @Test
    void shouldNotTakeAProcessForDeadWhosePeerSeesItAlive() throws IOException {
        clientState = 0;
        clientWord(SegmentDescriptor.ARRIVALS_EPOCH_OFFSET, 1);
        assertThat(diagnose(null)).startsWith("The client cannot be seen from here: its pid 4712 is of another pid "
                + "namespace, such as a container's, or it has died this moment.",
                "The client has acknowledged everything, and sleeps until a message comes.");
    }

    @Test
    void shouldSayThatTheHandshakeIsUnderWayOrTheSessionIsClosed() throws IOException {
        clientWord(SegmentDescriptor.STATE_OFFSET, SegmentDescriptor.STATE_NEW);
        assertThat(diagnose(null)).contains("The client has not finished the handshake.");
        clientWord(SegmentDescriptor.STATE_OFFSET, SegmentDescriptor.STATE_CLOSED);
        assertThat(diagnose(null)).contains("The client has closed the session.");
    }

    @Test
    void shouldSayWhatASenderSleepsFor() throws IOException {
        file.write(MessageKind.TEXT, new byte[100], 0);
        file.segment.putIntRelease(SegmentDescriptor.SERVER_LINE_OFFSET + SegmentDescriptor.ROOM_EPOCH_OFFSET, 1);
        file.segment.putLongRelease(SegmentDescriptor.SERVER_LINE_OFFSET + SegmentDescriptor.AWAITED_POSITION_OFFSET,
                40);
        assertThat(diagnose(null)).contains("The server sleeps until the client has acknowledged more, up to position "
                + "40, which is 40 bytes on.");
        file.segment.putLongRelease(SegmentDescriptor.SERVER_LINE_OFFSET + SegmentDescriptor.AWAITED_POSITION_OFFSET,
                Long.MIN_VALUE);
        assertThat(diagnose(null)).contains("The server sleeps until the client has acknowledged more.");
    }

    @Test
    void shouldSayWhatIsWrongInALane() throws IOException {
        file.segment.putLongRelease(384, -1);
        assertThat(diagnose(null)).contains("The lane to the client cannot be read further: at position 0 there is "
                + "0xffffffffffffffff, which is no header of a frame.");
    }

    @Test
    void shouldFindWhereAChannelIsServed() throws IOException {
        Path sockets = Files.writeString(directory.resolve("unix"), """
                Num       RefCount Protocol Flags    Type St Inode Path
                00001: 00000002 00000000 00010000 0001 01 11 /dev/shm/shmooze-ann/chat.sock
                00002: 00000003 00000000 00000000 0001 03 12 /dev/shm/shmooze-bob/chat.sock
                00003: 00000002 00000000 00010000 0001 01 13 /dev/shm/shmooze-eve/other.chat.sock
                00004: 00000002 00000000 00010000 0001 01 14 /tmp/with blank/chat.sock
                00005: 00000002 00000000 00010000 0001 01 15
                00006: 00000002 00000000 00010000 0001 01 16 @chat.sock
                """);
        assertThat(Listeners.directories(sockets, "chat"))
                .containsExactly(Path.of("/dev/shm/shmooze-ann"), Path.of("/tmp/with blank"));
        assertThat(Listeners.directories(directory.resolve("none"), "chat")).isEmpty();
    }
}
