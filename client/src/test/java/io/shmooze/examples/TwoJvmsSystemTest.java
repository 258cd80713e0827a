// SPDX-License-Identifier: Apache-2.0
package io.shmooze.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.client.ChildJvms;
import io.shmooze.testing.Jdks;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The examples run in a JVM for each end: of the same version, and of two versions both ways. */
@Timeout(240)
class TwoJvmsSystemTest {
    /** What both sides of {@link TwoWayStream} add up. */
    private static final long SUM = 999_999L * 1_000_000 / 2;

    @RegisterExtension
    final Programs programs = new Programs();
    private Path serverJdk;
    private Path clientJdk;
    private Program server;

    /** Which JDK runs which end. */
    enum Versions {
        SAME, OTHER_CLIENT, OTHER_SERVER
    }

    private void choose(Versions versions) {
        serverJdk = versions == Versions.OTHER_SERVER ? Jdks.other() : Jdks.own();
        clientJdk = versions == Versions.OTHER_CLIENT ? Jdks.other() : Jdks.own();
    }

    private void serve(Class<?> example) {
        server = ChildJvms.prepare(programs, serverJdk, example, programs.directory().toString(), "server").start();
        server.awaitOutput("ready");
    }

    private Program client(Class<?> example, String... more) {
        String[] arguments = Stream.concat(Stream.of(programs.directory().toString(), "client"), Stream.of(more))
                .toArray(String[]::new);
        return ChildJvms.prepare(programs, clientJdk, example, arguments).start();
    }

    /** Both ends leave and have reported no error. */
    private void end(Program... clients) {
        for (Program client : clients) {
            client.endInput();
            client.awaitExit(0);
            assertThat(client.errors()).isEmpty();
        }
        server.endInput();
        server.awaitExit(0);
        assertThat(server.errors()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldEchoAskAndLoadAPicture(Versions versions) {
        choose(versions);
        check(Echo.class, "hello");
        check(AskAndAnswer.class, "The answer to everything is 42", "The answer to the first is 42",
                "The answer to the second is 42");
        check(Picture.class, "ff336699");
    }

    private void check(Class<?> example, String... lines) {
        serve(example);
        Program client = client(example);
        end(client);
        assertThat(client.output()).hasLineCount(lines.length).isEqualToIgnoringNewLines(String.join("\n", lines));
    }

    @ParameterizedTest
    @EnumSource
    void shouldStreamBothWays(Versions versions) {
        choose(versions);
        serve(TwoWayStream.class);
        Program client = client(TwoWayStream.class);
        end(client);
        assertThat(client.output()).isEqualTo("client: " + SUM + "\n");
        assertThat(server.output()).contains("server: " + SUM + "\n");
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellTheNewsToAllClients(Versions versions) {
        choose(versions);
        serve(NewsBroadcast.class);
        Program first = client(NewsBroadcast.class);
        Program second = client(NewsBroadcast.class);
        end(first, second);
        for (Program client : List.of(first, second)) {
            List<String> lines = client.output().lines().toList();
            int start = Integer.parseInt(lines.get(0).replace("news: news ", ""));
            assertThat(lines).isEqualTo(IntStream.range(start, start + 3).mapToObj(i -> "news: news " + i).toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldMeetInARoomWithNamesPrivateLinesAndHistory(Versions versions) {
        choose(versions);
        serve(TypedRoom.class);
        Program ann = client(TypedRoom.class, "ann");
        ann.feed("first\n");
        ann.awaitOutput("ann: first\n");
        Program bob = client(TypedRoom.class, "bob");
        bob.feed("@ann psst\n@carl psst\nsecond\n");
        bob.awaitOutput("carl is not here\n");
        ann.awaitOutput("bob: second\n");
        bob.awaitOutput("bob: second\n");
        bob.endInput();
        bob.awaitExit(0);
        Patience.until(() -> {
            ann.feed("@bob still there?\n");
            return ann.output().contains("bob is not here\n");
        });
        end(ann, bob);
        assertThat(ann.output()).startsWith("ann is in the salon\nann: first\nbob to you: psst\nbob: second\n");
        assertThat(bob.output()).startsWith("ann: first\nbob is in the salon\ncarl is not here\nbob: second\n");
    }
}
