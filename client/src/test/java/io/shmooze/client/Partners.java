// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import io.shmooze.testing.Program;
import io.shmooze.testing.ProgramStart;
import io.shmooze.testing.Programs;
import java.util.ArrayList;
import java.util.List;

/** Starts {@link Partner}s in JVMs of their own. */
public final class Partners {
    private Partners() {
    }

    /** Starts a partner and waits until it has attached, or serves. */
    public static Program ready(Programs programs, String... arguments) {
        Program partner = start(programs, arguments);
        partner.awaitOutput("ready");
        return partner;
    }

    /** The arguments are the role, and then the job. */
    public static Program start(Programs programs, String... arguments) {
        return prepare(programs, arguments).start();
    }

    /** A server's sessions have a lane of 320 bytes, so both sides wait after every few messages. */
    public static Program readyWithShortLanes(Programs programs, String... arguments) {
        Program partner = prepare(programs, List.of("-D" + Partner.BULK_SIZE + "=0"), arguments).start();
        partner.awaitOutput("ready");
        return partner;
    }

    static ProgramStart prepare(Programs programs, String... arguments) {
        return prepare(programs, List.of(), arguments);
    }

    private static ProgramStart prepare(Programs programs, List<String> options, String... arguments) {
        List<String> words = new ArrayList<>(List.of(arguments));
        words.add(1, programs.directory().toString());
        return ChildJvms.prepare(programs, options, Partner.class, words.toArray(String[]::new));
    }
}
