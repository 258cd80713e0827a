// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Measures round trips of 64 bytes that a Qt program asks for: answered by a Qt program and by Java, in turns. To be
 * run by name; {@code common/docs/QT.md} has the command.
 */
class QtRoundTrips {
    private static final int ROUNDS = 5;
    private static final String COUNT = "20000";

    @TempDir
    private Path directory;
    private String program;

    /** Prints the median of the rounds' medians, in microseconds. */
    @ParameterizedTest
    @EnumSource
    void shouldAnswer(QtVersion version) throws IOException, InterruptedException {
        program = version.program().toString();
        List<Double> qt = new ArrayList<>();
        List<Double> java = new ArrayList<>();
        answeredByJava();
        for (int i = 0; i < ROUNDS; i++) {
            qt.add(answeredByQt());
            java.add(answeredByJava());
        }
        System.out.printf("%s: answered by Qt %.2f us, by Java %.2f us, ratio %.2f%n", version, median(qt),
                median(java), median(java) / median(qt));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(ROUNDS / 2).findFirst().orElseThrow();
    }

    private double answeredByQt() throws IOException, InterruptedException {
        Process server = start("server", "echo");
        BufferedReader output = new BufferedReader(new InputStreamReader(server.getInputStream()));
        output.readLine();
        double median = ask();
        server.getOutputStream().close();
        server.waitFor();
        return median;
    }

    private double answeredByJava() throws IOException, InterruptedException {
        QtPair pair = new QtPair(QtIpc.LEGACY_SYSTEM_V, QtRig.KEY, QtRig.CSEM, QtRig.SSEM, directory.toRealPath());
        QtMailbox mailbox = QtMailbox.builder(QtEnd.SERVER).keys(pair)
                .onMessage((session, message) -> session.send(message.kind(), message.buffer())).open();
        try {
            return ask();
        } finally {
            mailbox.close();
        }
    }

    /** The median of one round. */
    private double ask() throws IOException, InterruptedException {
        Process client = start("client", "ask");
        try (OutputStream input = client.getOutputStream()) {
            input.write(("ping " + COUNT + " 64\n").getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        client.waitFor();
        if (!output.contains(" wrong 0 ")) {
            throw new IllegalStateException(output);
        }
        return Double.parseDouble(output.split("p50 ")[1].split(" ")[0]);
    }

    private Process start(String role, String how) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(program, "chat", role, QtRig.KEY, QtRig.CSEM, QtRig.SSEM, how);
        builder.environment().put("TMPDIR", directory.toString());
        builder.environment().put("PEER_CLEAN", "1");
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }
}
