// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.Session;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Forks;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaCompiler.CompilationTask;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.core.OS;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

/** A program that asks and calls, as a module and on the class path. */
@Timeout(120)
class ModulePathSystemTest {
    private static final String LIBRARY = Forks.classPath(Session.class, ShmoozeServer.class, ShmoozeClient.class,
            Bytes.class, OS.class, Logger.class);
    private static final String MODULE = """
            module desk {
                requires io.shmooze.client;
                requires io.shmooze.server;
                %s
            }
            """;
    /** The types of the calls; a word takes the place of "public". */
    private static final String TYPES = """
            package desk;

            import io.shmooze.client.ShmoozeClient;
            import io.shmooze.server.ShmoozeServer;
            import io.shmooze.*;
            import io.shmooze.call.Calls;
            import java.nio.file.Path;
            import java.util.Optional;
            import java.util.concurrent.CompletableFuture;

            public final class Main {
                %1$s enum Side { BUY, SELL }
                %1$s record Quote(String symbol, Side side) { }
                %1$s interface Listener { int changed(Quote quote); }
                %1$s interface Quotes {
                    long add(long a, long b);
                    Optional<Quote> last(String symbol);
                    CompletableFuture<Integer> tell(Listener listener);
                    default long twice(long a) { return add(a, a); }
                }
                private static final class Desk implements Quotes {
                    @Override public long add(long a, long b) { return a + b; }
                    @Override public Optional<Quote> last(String symbol) {
                        return Optional.of(new Quote(symbol, Side.SELL));
                    }
                    @Override public CompletableFuture<Integer> tell(Listener listener) {
                        return CompletableFuture.supplyAsync(() -> listener.changed(new Quote("A", Side.BUY)));
                    }
                }

                public static void main(String[] words) {
                    Path directory = Path.of(words[0]);
                    try (ShmoozeServer server = ShmoozeServer.builder("asked").directory(directory)
                                 .onQuestion((session, question) -> Answer.of("re: " + question.text())).start();
                         ShmoozeClient client = ShmoozeClient.builder("asked").directory(directory).connect()) {
                        System.out.println(client.ask(server.channel()).join().text());
                        proxy(client);
                    }
                    call(directory);
                }

                private static void proxy(Session session) {
                    try {
                        Calls.proxy(session, Quotes.class);
                    } catch (UsageException e) {
                        System.out.println("proxy: " + e.getMessage());
                    }
                }

                private static void call(Path directory) {
                    try (ShmoozeServer server = Calls.serve(ShmoozeServer.builder("called").directory(directory),
                                 Quotes.class, new Desk()).start();
                         ShmoozeClient client = ShmoozeClient.builder("called").directory(directory).connect()) {
                        Quotes quotes = Calls.proxy(client, Quotes.class);
                        System.out.println(quotes.add(1, 2) + " " + quotes.last(server.channel()).get() + " "
                                + quotes.tell(quote -> quote.symbol().length()).join() + " " + quotes.twice(4));
                    } catch (UsageException e) {
                        System.out.println("serve: " + e.getMessage());
                    }
                }
            }
            """;
    private static final String ASKED = "re: asked\n";
    private static final String CALLED = "3 Quote[symbol=called, side=SELL] 1 8\n";
    private static final Pattern REFUSED = Pattern.compile("(proxy|serve): .*the package desk of module desk must be "
            + "opened to io.shmooze.core: add \"(.*)\" to its module-info, or export the package and make \\w+ public");

    @RegisterExtension
    final Programs programs = new Programs();
    private Path sources;
    private Path classes;

    /** Compiles the program, as a module if it is to have a declaration. */
    private void compile(String access, String declaration) throws IOException {
        sources = Files.createDirectories(programs.file("sources"));
        classes = Files.createDirectories(programs.file("classes"));
        List<Path> files = new ArrayList<>();
        files.add(Files.writeString(sources.resolve("Main.java"), TYPES.formatted(access)));
        if (declaration != null) {
            files.add(Files.writeString(sources.resolve("module-info.java"), MODULE.formatted(declaration)));
        }
        List<String> options = List.of(declaration == null ? "-cp" : "-p", LIBRARY, "-d", classes.toString());
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter errors = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            CompilationTask task = compiler.getTask(errors, manager, null, options, null,
                    manager.getJavaFileObjectsFromPaths(files));
            assertThat(task.call()).as(errors.toString()).isTrue();
        }
    }

    private String run(String... how) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of(how));
        words.add(programs.directory().toString());
        Program program = Forks.command(programs, words).start();
        program.awaitExit(0);
        return program.output();
    }

    private String path() {
        return String.join(File.pathSeparator, LIBRARY, classes.toString());
    }

    private String runModule() {
        return run("-p", path(), "-m", "desk/desk.Main");
    }

    @Test
    void shouldAskAndCallOnTheClassPath() throws IOException {
        compile("", null);
        assertThat(run("-cp", path(), "desk.Main")).isEqualTo(ASKED + CALLED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"exports desk;", "exports desk to io.shmooze.core;", "opens desk;"})
    void shouldAskAndCallAsAModuleWithPublicTypes(String declaration) throws IOException {
        compile("public", declaration);
        assertThat(runModule()).isEqualTo(ASKED + CALLED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"public ", " ", "exports desk;"})
    void shouldNameTheLineThatIsMissingAndCallWithIt(String accessOrExport) throws IOException {
        boolean isPublic = accessOrExport.equals("public ");
        compile(isPublic ? "public" : "", isPublic ? "" : accessOrExport.strip());
        String output = runModule();
        assertThat(output).startsWith(ASKED);
        List<Matcher> refused = output.lines().skip(1).map(REFUSED::matcher).toList();
        assertThat(refused).hasSize(2).as(output).allMatch(Matcher::matches);
        assertThat(Stream.of(0, 1).map(i -> refused.get(i).group(1))).containsExactly("proxy", "serve");

        compile("", refused.get(0).group(2));
        assertThat(runModule()).isEqualTo(ASKED + CALLED);
    }
}
