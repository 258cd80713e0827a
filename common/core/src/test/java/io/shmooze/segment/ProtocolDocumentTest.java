// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.MessageKind;
import io.shmooze.lane.LaneReader;
import io.shmooze.lane.LaneWriter;
import io.shmooze.lane.QuestionDescriptor;
import io.shmooze.session.Feature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dumps in PROTOCOL.md match the bytes that the code writes. */
class ProtocolDocumentTest {
    private static final int LENGTH = 1024;
    private static final int CAPACITY = SegmentDescriptor.laneCapacity(LENGTH);
    private static final int LANE_TO_SERVER = SegmentDescriptor.laneToServerOffset(CAPACITY);

    @TempDir
    Path directory;
    private Segment segment;
    private LaneWriter writer;

    @BeforeEach
    void create() throws IOException {
        Path file = Files.write(directory.resolve("segment"), new byte[LENGTH]);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            segment = Segment.map(channel, LENGTH);
        }
        SegmentFile.fill(segment, 7, 4711, 4712);
        writer = new LaneWriter(segment, LANE_TO_SERVER, CAPACITY, SegmentDescriptor.SERVER_LINE_OFFSET, null);
    }

    @AfterEach
    void unmap() {
        segment.unmap();
    }

    @Test
    void shouldDocumentANewSegment() throws IOException {
        assertDocumented("new-segment");
    }

    @Test
    void shouldDocumentTwoMessagesAndAnAcknowledgement() throws IOException {
        write(MessageKind.TEXT, "hello");
        write(MessageKind.BINARY, "");
        assertDocumented("two-messages");

        LaneReader reader =
                new LaneReader(segment, LANE_TO_SERVER, CAPACITY, SegmentDescriptor.SERVER_LINE_OFFSET, 100, null);
        assertThat(reader.poll()).isEqualTo(LaneReader.Poll.MESSAGE);
        reader.release();
        assertDocumented("acknowledged");
    }

    @Test
    void shouldDocumentAFragmentedMessage() throws IOException {
        write(MessageKind.BINARY, "x".repeat(150));
        assertDocumented("fragments-begin");
        assertDocumented("fragments-end");
    }

    @Test
    void shouldDocumentBulkFrames() throws IOException {
        writer = new LaneWriter(segment, LANE_TO_SERVER, CAPACITY, SegmentDescriptor.SERVER_LINE_OFFSET,
                BulkArea.over(ByteBuffer.allocateDirect(4096)));
        write(MessageKind.BINARY, "x".repeat(1000));
        write(MessageKind.BINARY, "x".repeat(2048));
        assertDocumented("bulk-frames");
    }

    @Test
    void shouldDocumentAMoveToTheWideLane() throws IOException {
        BulkArea area = BulkArea.withWideLane(ByteBuffer.allocateDirect(8192), 4096, 8192);
        writer = new LaneWriter(segment, LANE_TO_SERVER, CAPACITY, SegmentDescriptor.SERVER_LINE_OFFSET, area);
        write(MessageKind.BINARY, "x".repeat(200));
        assertDocumented("moved");
        assertDocumented("wide-lane", area.memory());
    }

    @Test
    void shouldDocumentAQuestionAnAnswerAndAFailure() throws IOException {
        write(MessageKind.QUESTION, 1, MessageKind.TEXT, "hello");
        write(MessageKind.ANSWER, 7, MessageKind.BINARY, "*\0");
        write(MessageKind.FAILURE, 8, MessageKind.TEXT, "no");
        assertDocumented("questions");
    }

    @Test
    void shouldDocumentALabel() throws IOException {
        int features = Feature.bits(EnumSet.complementOf(EnumSet.of(Feature.SERVER_SPINS)));
        new SegmentLabel(features, 1, 1_795_843_792_973_467_099L, 4 << 20, 256 << 10, "alice").write(segment);
        assertDocumented("label");
    }

    @Test
    void shouldDocumentCounts() throws IOException {
        write(MessageKind.TEXT, "hello");
        write(MessageKind.BINARY, "");
        LaneReader reader =
                new LaneReader(segment, LANE_TO_SERVER, CAPACITY, SegmentDescriptor.SERVER_LINE_OFFSET, 100, null);
        reader.showCounts();
        assertThat(reader.poll()).isEqualTo(LaneReader.Poll.MESSAGE);
        reader.release();
        assertDocumented("counts");
    }

    private void write(MessageKind kind, long number, MessageKind content, String text) {
        ByteBuffer payload = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        assertThat(writer.writeWhole(kind, QuestionDescriptor.word(number, content), payload)).isTrue();
    }

    private void write(MessageKind kind, String text) {
        ByteBuffer payload = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        int written = 0;
        do {
            written += writer.write(kind, payload, written, false);
        } while (written < payload.remaining());
    }

    private void assertDocumented(String name) throws IOException {
        assertDocumented(name, segment);
    }

    private static void assertDocumented(String name, Segment memory) throws IOException {
        Pattern block = Pattern.compile("```dump " + name + " (\\d+) (\\d+)\n(.*?)```", Pattern.DOTALL);
        Matcher found = block.matcher(Files.readString(Path.of("..", "docs", "PROTOCOL.md")));
        assertThat(found.find()).as("dump %s in PROTOCOL.md", name).isTrue();
        int offset = Integer.parseInt(found.group(1));
        int length = Integer.parseInt(found.group(2));
        assertThat(found.group(3)).isEqualTo(String.join("\n", dump(memory, offset, length)) + "\n");
    }

    private static List<String> dump(Segment memory, int offset, int length) {
        byte[] bytes = new byte[length];
        memory.get(offset, bytes, 0, length);
        List<String> lines = new ArrayList<>();
        for (int at = 0; at < length; at += 16) {
            StringBuilder line = new StringBuilder(String.format("%04x ", offset + at));
            for (int i = at; i < Math.min(at + 16, length); i++) {
                line.append(String.format(" %02x", bytes[i]));
            }
            lines.add(line.toString());
        }
        return lines;
    }
}
