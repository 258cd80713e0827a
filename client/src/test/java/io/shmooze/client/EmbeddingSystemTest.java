// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.core.Context;
import io.shmooze.segment.SegmentDirectory;
import io.shmooze.testing.Forks;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import io.shmooze.testing.Tools;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A project outside the checkout, with the dependencies and examples of the documents. Maven builds it from a
 * repository that has what {@code mvn install} puts there.
 */
@Timeout(240)
class EmbeddingSystemTest {
    private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();
    private static final Path DOCUMENTS = CHECKOUT.resolve("common/docs");
    private static final String USER = "user.name";
    /** A user name of this test alone, so that the examples do not use the user's default directory. */
    private static final String NOBODY = "test-" + ProcessHandle.current().pid();
    /** What Chronicle prints: the words that EMBEDDING.md quotes, and the other lines of the same outputs. */
    private static final String[] NAMED = {"No SLF4J providers were found", "sun.misc.Unsafe",
        "Make sure you have set the command line option", "Unable to determine max direct memory"};
    private static final String[] FOLLOWING = {"SLF4J(W): ", "ReflectionBasedByteBufferCleanerService <clinit>",
        "WARNING: Please consider reporting this to the maintainers of class net.openhft."};
    /** What an example needs that is not ours. */
    private static final String METERS = "(?s)(<dependency>\\s*<groupId>io.micrometer.*?</dependency>)";
    private static final String VERSION = "<version>(.*?)</version>";
    private static final String MODULE = """
            <project xmlns="http://maven.apache.org/POM/4.0.0">
                <modelVersion>4.0.0</modelVersion>
                <parent>
                    <groupId>org.example</groupId>
                    <artifactId>all</artifactId>
                    <version>1</version>
                </parent>
                <artifactId>%s</artifactId>
                <dependencies>%s</dependencies>
            </project>
            """;
    private static final String PARENT = """
            <project xmlns="http://maven.apache.org/POM/4.0.0">
                <modelVersion>4.0.0</modelVersion>
                <groupId>org.example</groupId>
                <artifactId>all</artifactId>
                <version>1</version>
                <packaging>pom</packaging>
                <modules><module>server</module><module>client</module><module>both</module>
                    <module>qt</module><module>examples</module></modules>
                <properties>
                    <maven.compiler.release>17</maven.compiler.release>
                    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
                </properties>
                <dependencyManagement><dependencies>
                    <dependency>
                        <groupId>io.shmooze</groupId>
                        <artifactId>shmooze-bom</artifactId>
                        <version>%s</version>
                        <type>pom</type>
                        <scope>import</scope>
                    </dependency>
                </dependencies></dependencyManagement>
                <build><plugins>
                    <plugin>
                        <artifactId>maven-compiler-plugin</artifactId>
                        <version>%s</version>
                    </plugin>
                    <plugin>
                        <artifactId>maven-jar-plugin</artifactId>
                        <version>%s</version>
                        <configuration>
                            <skipIfEmpty>false</skipIfEmpty>
                            <archive><manifest>
                                <addClasspath>true</addClasspath>
                                <classpathPrefix>%s/</classpathPrefix>
                                <classpathLayoutType>repository</classpathLayoutType>
                                <mainClass>Main</mainClass>
                            </manifest></archive>
                        </configuration>
                    </plugin>
                </plugins></build>
            </project>
            """;
    private static final String MAIN = """
            import io.shmooze.client.*;
            import io.shmooze.frame.*;
            import io.shmooze.server.*;
            import java.nio.ByteBuffer;
            import java.time.Duration;
            import net.openhft.chronicle.bytes.Bytes;

            public class Main {
                public static void main(String[] arguments) {
                    switch (arguments[0]) {
                        case "serve" -> serve();
                        case "attach" -> attach();
                        case "frames" -> frames();
                        default -> bytes(arguments[0].equals("shown"));
                    }
                }
                static void serve() { %s }
                static void attach() { %s }
                static void frames() { %s }
                static void bytes(boolean shown) {
                    try (ShmoozeServer server = ShmoozeServer.builder("bytes")
                            .onMessage((session, message) -> session.send(message.bytes())).start();
                         ShmoozeClient client = ShmoozeClient.builder("bytes").connect()) {
                        client.send(Bytes.from("hello from " + server.channel()));
                        Bytes<?> answer = client.receive(Duration.ofSeconds(60)).bytes();
                        System.out.println(shown ? answer.toString() : answer.readRemaining() + " bytes");
                    }
                }
            }
            """;

    private static final String QT_MAIN = """
            import io.shmooze.picture.*;
            import io.shmooze.qt.*;
            import java.time.Duration;

            public class Main {
                public static void main(String[] arguments) { %s }
            }
            """;

    @TempDir
    private static Path scratch;
    private static Path repository;
    private static String readme;
    /** The README, and the documents for embedders to which it links. */
    private static String documents;

    @RegisterExtension
    final Programs programs = new Programs();

    @BeforeAll
    static void build() throws IOException {
        Tools.require("mvn", "whether a project outside of this one gets what the README says");
        readme = Files.readString(CHECKOUT.resolve("README.md"));
        documents = readme + Files.readString(DOCUMENTS.resolve("EMBEDDING.md"))
                + Files.readString(DOCUMENTS.resolve("QT.md"));
        repository = scratch.resolve("repository");
        install();
        String pom = Files.readString(CHECKOUT.resolve("pom.xml"));
        String dependencies = find(readme, "(?s)```xml\n(<dependency>.*?)```");
        Files.writeString(scratch.resolve("pom.xml"),
                PARENT.formatted(find(readme, VERSION), property(pom, "maven-compiler-plugin.version"),
                        property(pom, "maven-jar-plugin.version"), repository));
        String server = find(dependencies, "(?s)(<dependency>(?:(?!</dependency>).)*shmooze-server.*?</dependency>)");
        module("server", server);
        module("client", dependencies.replace(server, ""));
        module("both", dependencies);
        module("qt", server.replace("shmooze-server", "shmooze-qt").replaceAll(VERSION, ""));
        module("examples", dependencies + Stream.of("picture", "nats")
                .map(name -> server.replace("shmooze-server", "shmooze-" + name)).collect(Collectors.joining())
                + find(Files.readString(CHECKOUT.resolve("client/pom.xml")), METERS).replace("<scope>test</scope>",
                        "<version>" + property(pom, "micrometer.version") + "</version>"));
        copyExamples(scratch.resolve("examples/src/main/java"));
        program("both", MAIN.formatted(example("ShmoozeServer"), example("ShmoozeClient"), example("FramePublisher")));
        program("qt", QT_MAIN.formatted(example("QtMailbox")));
        maven(scratch, repository, "compiler:compile", "jar:jar");
    }

    /** Removes the links before JUnit could delete the files behind them. */
    @AfterAll
    static void unlink() throws IOException {
        if (repository == null) {
            return;
        }
        for (Path folder : List.of(repository, repository.resolve("io"))) {
            try (Stream<Path> children = Files.list(folder)) {
                for (Path link : children.filter(Files::isSymbolicLink).toList()) {
                    Files.delete(link);
                }
            }
        }
    }

    /** Does what {@code mvn install} does, and links to the artifacts that this build uses. */
    private static void install() throws IOException {
        link(usedRepository(), repository, "io");
        link(usedRepository().resolve("io"), repository.resolve("io"), "shmooze");
        String version = find(readme, VERSION);
        for (String name : List.of("parent", "bom", "core", "picture", "qt", "nats", "server", "client")) {
            Path common = CHECKOUT.resolve("common").resolve(name);
            Path module = name.equals("parent") ? CHECKOUT : Files.exists(common) ? common : CHECKOUT.resolve(name);
            String artifact = "shmooze-" + name;
            Path target = Files.createDirectories(repository.resolve("io/shmooze").resolve(artifact).resolve(version));
            String file = artifact + "-" + version;
            Files.copy(module.resolve("pom.xml"), target.resolve(file + ".pom"));
            if (!name.equals("parent") && !name.equals("bom")) {
                Files.copy(module.resolve("target").resolve(file + ".jar"), target.resolve(file + ".jar"));
            }
        }
    }

    private static Path usedRepository() {
        return Path.of(System.getProperty("shmooze.local.repository"));
    }

    private static void link(Path from, Path to, String except) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> children = Files.list(from)) {
            for (Path child : children.filter(path -> !path.endsWith(except)).toList()) {
                Files.createSymbolicLink(to.resolve(child.getFileName()), child);
            }
        }
    }

    private static void module(String name, String dependencies) throws IOException {
        Path folder = Files.createDirectory(scratch.resolve(name));
        Files.writeString(folder.resolve("pom.xml"), MODULE.formatted(name, dependencies));
    }

    private static void program(String module, String text) throws IOException {
        Path folder = Files.createDirectories(scratch.resolve(module).resolve("src/main/java"));
        Files.writeString(folder.resolve("Main.java"), text);
    }

    /** Copies what EMBEDDING.md shows, without its tests. */
    private static void copyExamples(Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> sources = Files.list(CHECKOUT.resolve("client/src/test/java/io/shmooze/examples"))) {
            for (Path source : sources.filter(path -> !path.toString().endsWith("Test.java")).toList()) {
                Files.copy(source, to.resolve(source.getFileName()));
            }
        }
    }

    private static String example(String type) {
        return find(documents, "(?s)```java\n(try \\(" + type + ".*?)```");
    }

    private static String property(String pom, String name) {
        return find(pom, "<" + name + ">(.*?)</" + name + ">");
    }

    private static String find(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }

    /** Runs Maven offline, with every artifact of the local repository, wherever it once came from. */
    private static String maven(Path project, Path localRepository, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("mvn", "-o", "-B", "-f", project.toString(),
                "-Dmaven.repo.local=" + localRepository, "-Daether.enhancedLocalRepository.trackingFilename=none"));
        command.addAll(List.of(words));
        Path log = Files.createTempFile(scratch, "maven", ".log");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        try {
            int code = builder.start().waitFor();
            String output = Files.readString(log);
            assertThat(code).as(output).isZero();
            return output;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void removeTheDirectory() throws IOException {
        String user = System.getProperty(USER);
        System.setProperty(USER, NOBODY);
        Path directory = SegmentDirectory.defaultPath();
        System.setProperty(USER, user);
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.deleteIfExists(directory);
    }

    @ParameterizedTest
    @CsvSource({"server, shmooze-server", "client, shmooze-client", "both, shmooze-server shmooze-client"})
    void shouldBringTheseJarsOnly(String module, String own) throws IOException {
        List<String> expected = new ArrayList<>(List.of(own.split(" ")));
        expected.addAll(List.of("shmooze-core", "chronicle-bytes", "chronicle-core", "slf4j-api"));
        try (JarFile jar = new JarFile(jar(module).toFile())) {
            String classPath = jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            assertThat(classPath.split(" ")).extracting(path -> Path.of(path).getFileName().toString()
                    .replaceFirst("-[0-9].*", "")).containsExactlyInAnyOrderElementsOf(expected);
        }
        assertThat(readme).contains("`shmooze-core`, `chronicle-bytes`, `chronicle-core` and\n`slf4j-api`");
    }

    private static Path jar(String module) {
        return scratch.resolve(module).resolve("target").resolve(module + "-1.jar");
    }

    @Test
    void shouldCompileAllExamples() {
        assertThat(scratch.resolve("examples/target/classes/io/shmooze/examples")).isNotEmptyDirectory();
    }

    @Test
    void shouldEchoAndPrintNothingElse() {
        Program server = run(List.of(), "serve");
        Program client = run(List.of(), "attach");
        client.awaitExit(0);
        assertThat(client.output()).isEqualTo("echo: hello\n");
        server.signal("TERM");
        server.awaitExit(128 + 15);
        assertThat(client.errors() + server.output() + server.errors()).isEmpty();
    }

    @Test
    void shouldShowAFrameAndPrintNothingElse() {
        Program frames = run(List.of(), "frames");
        frames.awaitExit(0);
        assertThat(frames.output()).isEqualTo("-16776961, missed 0\n");
        assertThat(frames.errors()).isEmpty();
    }

    @Test
    void shouldPrintNothingAboutBytesButWhatIsDocumented() {
        Program bytes = run(List.of(), "shown");
        bytes.awaitExit(0);
        assertThat(bytes.output()).isEqualTo("hello from bytes\n");
        assertThat(documents).contains(NAMED);
        List<String> named = Stream.of(NAMED, FOLLOWING).flatMap(Stream::of).toList();
        assertThat(bytes.errors().lines()).allMatch(line -> named.stream().anyMatch(line::contains));
    }

    @Test
    void shouldSayNothingAboutBytesWhenTurnedOffAsDocumented() throws IOException {
        Path logback = Files.writeString(programs.file("logback.xml"), "<configuration><root level=\"DEBUG\"/>"
                + find(documents, "`(<logger name=\"net.openhft\" .*?)`") + "</configuration>");
        Path logging = Files.writeString(programs.file("logging.properties"),
                "handlers = java.util.logging.ConsoleHandler\n" + find(documents, "`(net.openhft.level = .*?)`"));
        List<String> options = new ArrayList<>(List.of("-Djava.util.logging.config.file=" + logging,
                "-Dlogback.configurationFile=" + logback));
        if (Runtime.version().feature() >= 24) {
            options.add(find(documents, "`(--sun-misc-unsafe-memory-access=allow)`"));
        }
        Program bytes = run(options, "counted");
        bytes.awaitExit(0);
        assertThat(bytes.output()).isEqualTo("16 bytes\n");
        assertThat(bytes.errors()).isEmpty();
    }

    /** Runs it with a logging provider if there are options. */
    private Program run(List<String> options, String what) {
        String classPath = jar("both") + (options.isEmpty() ? "" : File.pathSeparator
                + Forks.classPath(Logger.class, Context.class));
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of("-Duser.language=en", "-D" + USER + "=" + NOBODY));
        return Forks.command(programs, Forks.java(classPath, all, List.of("Main", what))).start();
    }

    @Test
    void shouldRunNoSystemTestWhenTestsAreSkipped() throws IOException {
        assertThat(readme).contains("mvn -q install -DskipTests");
        assertThat(maven(CHECKOUT.resolve("common/core"), usedRepository(), "failsafe:integration-test@default",
                "-DskipTests")).contains("Tests are skipped.");
    }
}
