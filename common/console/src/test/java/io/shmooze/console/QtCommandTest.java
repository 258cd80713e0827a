// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QtCommandTest {
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @BeforeEach
    void redirect() {
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setErr(err);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "qt-clean | --yse | Unknown option: '--yse'; did you mean --yes?",
        "qt-status | --hlep | Unknown option: '--hlep'; did you mean --help?",
        "qt-status | --yes | Unknown option: '--yes'",
        "qt-clean | --wait | Unknown option: '--wait'",
        "qt-clean | chat | 'chat' is one word too many"})
    void shouldSayWhatIsWrongWithAWord(String command, String word, String problem) {
        assertThat(QtCommand.run(new String[] {command, word})).isEqualTo(ExitCode.USAGE.code());
        assertThat(errors.toString(StandardCharsets.UTF_8).lines()).containsExactly("shmooze-client: " + problem,
                "shmooze-client: Try java -jar shmooze-client.jar " + command + " --help");
    }
}
