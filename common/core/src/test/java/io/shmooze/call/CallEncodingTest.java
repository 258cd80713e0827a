// SPDX-License-Identifier: Apache-2.0
package io.shmooze.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.shmooze.UsageException;
import io.shmooze.call.Everything.Tree;
import io.shmooze.testing.Seed;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import net.openhft.chronicle.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** What is written is read again, and what must not be written or read is refused. */
class CallEncodingTest {
    private static final long SEED = Seed.of(CallEncodingTest.class);
    private static final int ROUNDS = 200;

    /** The one of the protocol page. */
    interface Desk {
        enum Side { BUY, SELL }

        record Order(String symbol, int amount, Side side, List<Long> prices) {
        }

        long place(long account, long key, Order order, Optional<String> note);
    }

    private final CallInterface everything = CallInterface.of(Everything.class);
    private final Map<Object, Long> numbers = new HashMap<>();
    private final ObjectTable objects = new ObjectTable() {
        @Override
        public long numberOf(Object object, CallInterface type) {
            numbers.put(object, 7L);
            return 7;
        }

        @Override
        public Object object(long number, CallInterface type) {
            return numbers.entrySet().stream().filter(entry -> entry.getValue() == number).findAny().orElseThrow()
                    .getKey();
        }
    };

    private static CallMethod method(CallInterface of, String name) {
        return of.methods().stream().filter(method -> method.method.getName().equals(name)).findAny().orElseThrow();
    }

    private byte[] write(CallMethod method, Object... arguments) {
        CallWriter out = new CallWriter().begin(objects);
        method.writeArguments(out, arguments);
        return Samples.bytes(out);
    }

    private Object[] read(CallMethod method, byte... bytes) {
        return method.readArguments(new CallReader().copy(Samples.message(bytes)).begin(objects));
    }

    private Object[] readHex(String method, String hex) {
        return read(method(everything, method), HexFormat.ofDelimiter(" ").parseHex(hex));
    }

    @Test
    void shouldReadWhatItHasWritten() {
        Samples samples = new Samples(new SplittableRandom(SEED));
        for (CallMethod method : everything.methods()) {
            for (int i = 0; i < ROUNDS; i++) {
                Object[] arguments = samples.arguments(method.method.getName());
                Object[] read = read(method, write(method, arguments));
                assertThat(read).as(method.description).usingRecursiveComparison().isEqualTo(arguments);
            }
        }
    }

    @Test
    void shouldKeepANumberInAsFewBytesAsItNeeds() {
        CallMethod texts = method(everything, "primitives");
        assertThat(write(texts, true, (byte) -2, (short) -1, 'A', 300, Long.MIN_VALUE, 1f, -2d)).asHexString()
                .isEqualTo("01" + "FE" + "8000" + "41" + "AC02" + "FFFFFFFFFFFFFFFFFF00" + "0000803F"
                        + "00000000000000C0");
    }

    @Test
    void shouldWriteNumbersAsChronicleDoes() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 100_000; i++) {
            long number = i < 1000 ? (i % 2 == 0 ? 1L : -1L) * (1L << i / 8) + i % 8 - 4
                    : random.nextLong() >> random.nextInt(Long.SIZE);
            Bytes<byte[]> chronicle = Bytes.allocateElasticOnHeap();
            chronicle.writeStopBit(number);
            CallWriter out = new CallWriter().begin(objects);
            out.writeNumber(number);
            byte[] bytes = Samples.bytes(out);
            assertThat(bytes).as(Long.toString(number)).isEqualTo(chronicle.toByteArray());
            for (int tail : new int[] {0, 1, 8}) {
                CallReader in = new CallReader().copy(Samples.message(Arrays.copyOf(bytes, bytes.length + tail)))
                        .begin(objects);
                assertThat(in.readNumber()).isEqualTo(number);
                IntStream.range(0, tail).forEach(each -> assertThat(in.readByte()).isZero());
                in.end();
            }
        }
    }

    @Test
    void shouldLeaveABufferWhereItIs() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(8).position(2).limit(5);
        Object[] read = read(method(everything, "bytes"), write(method(everything, "bytes"), null, buffer, null));
        assertThat(buffer.position()).isEqualTo(2);
        assertThat((ByteBuffer) read[1]).isEqualTo(buffer).matches(ByteBuffer::isReadOnly);
    }

    @Test
    void shouldRefuseToWriteWhatCannotBeRead() {
        assertThatThrownBy(() -> write(method(everything, "texts"), "\ud800", null)).isInstanceOf(UsageException.class)
                .hasMessageContaining("unpaired surrogate");
        assertThatThrownBy(() -> write(method(everything, "later"), (Object) null)).isInstanceOf(UsageException.class)
                .hasMessageContaining("Optional.empty()");
        List<Tree> children = new ArrayList<>();
        children.add(new Tree(1, children));
        assertThatThrownBy(() -> write(method(everything, "trees"), children.get(0)))
                .isInstanceOf(UsageException.class).hasMessageContaining("more than 64 deep");
    }

    @Test
    void shouldReadValuesAsDeepAsItWritesThem() {
        Tree tree = null;
        for (int i = 0; i < 32; i++) {
            tree = new Tree(i, tree == null ? null : List.of(tree));
        }
        assertThat(read(method(everything, "trees"), write(method(everything, "trees"), tree))).containsExactly(tree);
        byte[] deeper = HexFormat.of().parseHex("010002".repeat(33) + "00");
        assertThatThrownBy(() -> read(method(everything, "trees"), deeper)).isInstanceOf(MalformedCallException.class)
                .hasMessageContaining("more than 64 deep");
    }

    @Test
    void shouldRefuseToReadWhatIsMalformed() {
        assertRefused("texts", "02 80 00", "not UTF-8");
        assertRefused("texts", "04 61 00", "a length or count is 3, and 2 bytes are left");
        assertRefused("texts", "80 00 00", "a length or count is -2");
        assertRefused("texts", "00 00 00", "1 bytes are left");
        assertRefused("texts", "00", "1 bytes are due, and 0 are left");
        assertRefused("texts", "ff ff ff ff ff ff ff ff ff ff 00", "longer than 64 bits");
        assertRefused("quote", "02 00 00", "2, not 0 or 1");
        assertRefused("quote", "00 04 42 55 59 00 00", "1 bytes are left");
        assertRefused("quote", "00 04 42 55 60 00", "no constant");
        assertRefused("quote", "01 00 80 00 00 00 00", "a price of -1");
        assertRefused("collections", "01 03 01 05 01 05 01", "an element twice");
        assertRefused("collections", "01 01 03 00 00 00 00", "a key twice");
        assertRefused("later", "01 00", "an Optional holds null");
        assertRefused("marshallable", "02 00 01", "cannot read itself");
        assertRefused("numbers", "00 01 00 00 00", "not a value of BigDecimal");
        assertRefused("boxes", "01 00 00 01 80 80 02 00 00 00 00 00", "a number is 32768, not from -32768 to 32767");
    }

    @Test
    void shouldAllocateNoMoreThanAMessageCouldFill() {
        CallMethod trees = method(everything, "trees");
        // Thirty trees inside each other, each of which says that it has 20,000 children.
        byte[] message = Arrays.copyOf(HexFormat.of().parseHex("0100a19c01".repeat(30) + "05"), 25_000);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assertThatThrownBy(() -> read(trees, message)).isInstanceOf(MalformedCallException.class);

        long before = threads.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(() -> read(trees, message)).isInstanceOf(MalformedCallException.class);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1_000_000);
    }

    private void assertRefused(String method, String hex, String why) {
        assertThatThrownBy(() -> readHex(method, hex)).isExactlyInstanceOf(MalformedCallException.class)
                .hasMessageContaining(why);
    }

    @Test
    void shouldGiveCollectionsThatDoNotChange() {
        Object[] read = readHex("collections", "02 00 03 01 05 00 01");
        assertThat(read[0]).isEqualTo(List.of(Optional.empty()));
        assertThat(read[1]).isEqualTo(new HashSet<>(Arrays.asList(5L, null)));
        assertThatThrownBy(() -> ((Set<?>) read[1]).clear())
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> ((List<?>) read[0]).clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> ((Map<?, ?>) read[2]).clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void shouldDocumentACall() throws IOException {
        CallMethod place = method(CallInterface.of(Desk.class), "place");
        byte[] written = write(place, 1L, -300L,
                new Desk.Order("Süd", 200, Desk.Side.SELL, Arrays.asList(128L, null)), Optional.of("now"));
        String page = Files.readString(Path.of("..", "docs", "PROTOCOL.md"));
        assertThat(page).contains("    " + place.description + "\n", String.format("0x%016x", place.number));
        Matcher found = Pattern.compile("```dump call 0 (\\d+)\n(.*?)```", Pattern.DOTALL).matcher(page);
        assertThat(found.find()).isTrue();
        assertThat(found.group(2)).isEqualTo(dump(written));
        assertThat(found.group(1)).isEqualTo(Integer.toString(written.length));
    }

    private static String dump(byte[] bytes) {
        StringBuilder dump = new StringBuilder();
        for (int at = 0; at < bytes.length; at += 16) {
            dump.append(String.format("%04x  ", at)).append(HexFormat.ofDelimiter(" ")
                    .formatHex(bytes, at, Math.min(at + 16, bytes.length))).append('\n');
        }
        return dump.toString();
    }
}
