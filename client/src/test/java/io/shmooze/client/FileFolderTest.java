// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.file.OutgoingFile;
import io.shmooze.file.TransferState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The folder has something of that name before a file comes: a part, the file, another file, a link. */
@Timeout(60)
class FileFolderTest {
    @RegisterExtension
    final Sessions sessions = new Sessions();
    private final ReceivingFolder inbox = new ReceivingFolder(sessions);

    @ParameterizedTest
    @CsvSource({"400000, 1000000, 400000", "999999, 1000000, 999999", "1000000, 1000000, 1000000",
        "1000001, 1000000, 0", "0, 1000000, 0"})
    void shouldResumeWhereThePartEnds(int part, int whole, long skipped) throws Exception {
        Path file = inbox.file("a", whole);
        byte[] before = Arrays.copyOf(Files.readAllBytes(file), part);
        Files.write(inbox.resolve(".a.shmooze-part"), before);
        assertThat(send(file).skipped()).isEqualTo(skipped);
        assertThat(inbox.resolve("a")).hasSameBinaryContentAs(file);
        assertThat(inbox.names()).containsExactly("a");
    }

    @Test
    void shouldStartFromTheBeginningWhenThePartIsOfAnotherFile() throws Exception {
        Path file = inbox.file("a", 100_000);
        byte[] before = Arrays.copyOf(Files.readAllBytes(file), 50_000);
        before[49_999]++;
        Files.write(inbox.resolve(".a.shmooze-part"), before);
        OutgoingFile sent = send(file);
        assertThat(sent.state()).isEqualTo(TransferState.DONE);
        assertThat(sent.skipped()).isZero();
        assertThat(inbox.resolve("a")).hasSameBinaryContentAs(file);
    }

    @Test
    void shouldSendNothingWhenTheSameFileIsThere() throws Exception {
        Path file = inbox.file("a", 100_000);
        Path there = Files.copy(file, inbox.resolve("a"));
        FileTime before = Files.getLastModifiedTime(there);
        OutgoingFile sent = send(file);
        assertThat(sent.state()).isEqualTo(TransferState.DONE);
        assertThat(sent.skipped()).isEqualTo(100_000);
        assertThat(Files.getLastModifiedTime(there)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"100000", "99999"})
    void shouldOverwriteNothing(int length) throws Exception {
        Path there = Files.write(inbox.resolve("a"), new byte[length]);
        OutgoingFile sent = send(inbox.file("a", 100_000));
        assertThat(sent.state()).isEqualTo(TransferState.REFUSED);
        assertThat(sent.detail()).contains("already, and nothing is overwritten");
        assertThat(there).hasBinaryContent(new byte[length]);
        assertThat(inbox.names()).containsExactly("a");
    }

    @ParameterizedTest
    @CsvSource({"a, there is a a already", ".a.shmooze-part, is not a regular file"})
    void shouldNotFollowALink(String link, String complaint) throws Exception {
        Path victim = Files.writeString(inbox.outside("victim"), "precious");
        Files.createSymbolicLink(inbox.resolve(link), victim);
        OutgoingFile sent = send(inbox.file("a", 8));
        assertThat(sent.state()).isEqualTo(TransferState.REFUSED);
        assertThat(sent.detail()).contains(complaint);
        assertThat(victim).hasContent("precious");
        assertThat(inbox.names()).containsExactly(link);
    }

    @Test
    void shouldNotWriteAFileThatHasAnotherName() throws Exception {
        Path victim = Files.writeString(inbox.outside("victim"), "precious");
        Files.createLink(inbox.resolve(".a.shmooze-part"), victim);
        assertThat(send(inbox.file("a", 100)).detail()).contains("has another name, too");
        assertThat(victim).hasContent("precious");
    }

    private OutgoingFile send(Path file) {
        FileExchangePair ends = new FileExchangePair(sessions, 1024, offered -> offered.accept(inbox.folder()));
        OutgoingFile sent = ends.sending.send(ends.client, file);
        assertThat(sent.await(Sessions.LONG)).isTrue();
        return sent;
    }
}
