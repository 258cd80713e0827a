// SPDX-License-Identifier: Apache-2.0
package io.shmooze.dist;

import io.shmooze.bench.BenchMain;
import io.shmooze.client.ClientMain;
import io.shmooze.console.CommandName;
import io.shmooze.console.DistributionProgram;
import io.shmooze.console.StandardStreams;
import io.shmooze.server.ServerMain;
import java.util.Arrays;

/** Starts the program that the first word names: {@code shmooze --help} lists them. */
public final class Shmooze {
    private Shmooze() {
    }

    /**
     * Runs the program and exits.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        String[] words = DistributionProgram.resolve(arguments);
        switch (words.length == 0 ? "" : words[0]) {
            case DistributionProgram.SERVER -> ServerMain.main(rest(words));
            case DistributionProgram.CLIENT -> ClientMain.main(rest(words));
            case CommandName.BENCH -> BenchMain.main(rest(words));
            default -> {
                if (words.length > 0 && DistributionProgram.isOfNoSide(words[0])) {
                    ClientMain.main(words);
                }
                StandardStreams.claim();
                System.exit(DistributionProgram.run(words));
            }
        }
    }

    private static String[] rest(String[] words) {
        return Arrays.copyOfRange(words, 1, words.length);
    }
}
