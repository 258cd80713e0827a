// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineSourceTest {
    @Test
    void shouldCutLines() throws IOException {
        assertThat(lines("one\ntwo\n", 100)).containsExactly("1:one", "2:two");
    }

    @Test
    void shouldTakeALastLineWithoutItsEnd() throws IOException {
        assertThat(lines("one\ntwo", 100)).containsExactly("1:one", "2:two");
    }

    @Test
    void shouldTakeEmptyLines() throws IOException {
        assertThat(lines("\n\na\n\n", 100)).containsExactly("1:", "2:", "3:a", "4:");
        assertThat(lines("", 100)).isEmpty();
    }

    @Test
    void shouldKeepCarriageReturns() throws IOException {
        assertThat(lines("a\r\n", 100)).containsExactly("1:a\r");
    }

    @Test
    void shouldSkipLinesOverTheLimit() throws IOException {
        assertThat(lines("12345\n123456\n12345\n1234567", 5)).containsExactly("1:12345", "2!6", "3:12345", "4!7");
        assertThat(lines("\na\n", 0)).containsExactly("1:", "2!1");
    }

    @Test
    void shouldNotHoldALineOverTheLimitInMemory() throws IOException {
        byte[] block = new byte[1 << 20];
        List<InputStream> blocks = new ArrayList<>(Collections.nCopies(3000, null));
        blocks.replaceAll(none -> new ByteArrayInputStream(block));
        blocks.add(new ByteArrayInputStream("\nnext\n".getBytes(StandardCharsets.UTF_8)));
        InputStream input = new SequenceInputStream(Collections.enumeration(blocks));
        assertThat(lines(new LineSource(input, (byte) '\n', 1000))).containsExactly("1!" + 3000L * (1 << 20), "2:next");
    }

    @Test
    void shouldCutAtNul() throws IOException {
        InputStream input = new ByteArrayInputStream("a\nb\0\0c".getBytes(StandardCharsets.UTF_8));
        assertThat(lines(new LineSource(input, (byte) 0, 100))).containsExactly("1:a\nb", "2:", "3:c");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 65_535, 65_536, 65_537, 200_000})
    void shouldCutTheSameWhateverTheReadsAre(int limit) throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            byte[] bytes = randomLines(random, limit);
            LineSource source = new LineSource(new Dribble(bytes, random), (byte) '\n', limit);
            assertThat(lines(source)).as("seed %d", seed).isEqualTo(expected(bytes, limit));
        }
    }

    private static byte[] randomLines(Random random, int limit) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int line = 0; line < 10; line++) {
            int length = Math.max(0, random.nextBoolean() ? random.nextInt(200) : limit + random.nextInt(3) - 1);
            for (int i = 0; i < length; i++) {
                bytes.write('a' + random.nextInt(26));
            }
            if (line < 9 || random.nextBoolean()) {
                bytes.write('\n');
            }
        }
        return bytes.toByteArray();
    }

    private static List<String> expected(byte[] bytes, int limit) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        List<String> ui = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
        if (ui.get(ui.size() - 1).isEmpty()) {
            ui.remove(ui.size() - 1);
        }
        for (int i = 0; i < ui.size(); i++) {
            String part = ui.get(i);
            ui.set(i, i + 1 + (part.length() > limit ? "!" + part.length() : ":" + part));
        }
        return ui;
    }

    private static List<String> lines(String text, int limit) throws IOException {
        InputStream input = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        return lines(new LineSource(input, (byte) '\n', limit));
    }

    private static List<String> lines(LineSource source) throws IOException {
        List<String> lines = new ArrayList<>();
        while (source.next()) {
            lines.add(source.number() + (source.line() == null
                    ? "!" + source.length() : ":" + StandardCharsets.UTF_8.decode(source.line())));
        }
        return lines;
    }

    /** Gives a few bytes at a time. */
    private static final class Dribble extends ByteArrayInputStream {
        private final Random random;

        Dribble(byte[] bytes, Random random) {
            super(bytes);
            this.random = random;
        }

        @Override
        public synchronized int read(byte[] into, int offset, int length) {
            return super.read(into, offset, Math.min(length, 1 + random.nextInt(100_000)));
        }
    }
}
