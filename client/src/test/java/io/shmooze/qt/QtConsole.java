// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import java.util.List;

/** A Qt program that obeys commands, one after the other. */
final class QtConsole {
    private final Program program;
    private int answers;

    QtConsole(Program program) {
        this.program = program;
    }

    /** Gives a command without waiting for it. */
    void tell(String command) {
        program.feed(command + "\n");
        answers++;
    }

    /** The answer to the command given last. */
    String answer() {
        Patience.until(() -> lines().size() >= answers || !program.isAlive());
        assertThat(lines()).as(program::errors).hasSizeGreaterThanOrEqualTo(answers);
        return lines().get(answers - 1);
    }

    String ask(String command) {
        tell(command);
        return answer();
    }

    void expect(String command) {
        assertThat(ask(command)).as(command).isEqualTo("ok");
    }

    private List<String> lines() {
        String output = program.output();
        return output.substring(0, output.lastIndexOf('\n') + 1).lines().toList();
    }

    void kill() {
        program.signal("KILL");
        program.awaitExit(137);
    }

    /** Lets it leave in good order. */
    void end() {
        program.endInput();
        program.awaitExit(0);
    }
}
