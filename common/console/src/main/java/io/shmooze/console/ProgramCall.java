// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

/** How people start the programs, for help texts and hints: each by a jar of its own, or all by one command. */
public final class ProgramCall {
    /** The property that names the command. The launcher of the distribution sets it. */
    public static final String COMMAND = "shmooze.command";

    private ProgramCall() {
    }

    /**
     * The beginning of a command line.
     *
     * @param program server, client or bench
     * @return for people
     */
    public static String of(String program) {
        String command = System.getProperty(COMMAND);
        return command == null ? "java -jar shmooze-" + program + ".jar" : command + " " + program;
    }
}
