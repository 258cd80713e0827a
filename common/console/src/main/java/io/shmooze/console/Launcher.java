// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.UsageException;
import io.shmooze.segment.RuntimeModules;
import java.util.Map;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs a program: parses its command line, prepares the log, and turns the outcome into messages and an exit code. */
final class Launcher {
    /** What a program does after its command line was parsed. */
    @FunctionalInterface
    interface Body {
        /**
         * Runs it.
         *
         * @return the exit status
         * @throws Exception its type decides the exit code
         */
        ExitStatus run(Invocation invocation) throws Exception;
    }

    /** Read by logback.xml. */
    private static final String LOG_LEVEL = "shmooze.log.level";
    private static final String LOG_PATTERN = "shmooze.log.pattern";

    private final Role role;
    private final Body body;

    Launcher(Role role, Body body) {
        this.role = role;
        this.body = body;
    }

    /** Runs the program. Each error is one line on standard error. */
    int run(String[] words, Map<String, String> variables) {
        try {
            return run(Arguments.parse(role, words, variables)).code();
        } catch (UsageException e) {
            complain(Printable.inline(e.getMessage()));
            return ExitCode.USAGE.code();
        } catch (ParameterException e) {
            complain(Printable.inline(explain(words, e)));
            complain("Try " + role.call() + " --help");
            return ExitCode.USAGE.code();
        }
    }

    /** Explains a word too many: it may be a misplaced or mistyped command. */
    private String explain(String[] words, ParameterException error) {
        String explanation = Suggestions.explain(error);
        if (!role.showsText() || !(error instanceof UnmatchedArgumentException unmatched)
                || words[0].startsWith("-") && unmatched.getUnmatched().get(0).startsWith("-")) {
            return explanation;
        }
        boolean help = role.isChat() && words[0].equals(CommandName.HELP);
        String word = help ? CommandName.subject(words)
                : error.getCommandLine().getParseResult().matchedPositionalValue(0, "");
        if (!help && CommandName.isOne(word)) {
            return Arguments.outOfPlace(word);
        }
        String suggestion = role.isChat() ? Suggestions.suggestion(word, CommandName.of(role).keySet()) : "";
        return help || !suggestion.isEmpty() ? "There is no command '" + word + "'" + suggestion : explanation;
    }

    private ExitCode run(Arguments arguments) {
        if (arguments.has(Flag.HELP)) {
            System.out.print(CommandLines.help(role));
            return ExitCode.DONE;
        }
        if (arguments.has(Flag.VERSION)) {
            System.out.println(role.program() + " " + Version.text());
            return ExitCode.DONE;
        }
        prepareLog(arguments.has(Flag.VERBOSE));
        if (!arguments.unknownVariables().isEmpty()) {
            complain("Ignoring environment variables that are not settings: "
                    + Printable.inline(String.join(", ", arguments.unknownVariables())));
        }
        return tell(conclude(arguments), arguments.has(Flag.VERBOSE));
    }

    /** A level that was set before the program started means that details are wanted, too. */
    private void prepareLog(boolean verbose) {
        if (System.getProperty(LOG_LEVEL) != null) {
            return;
        }
        if (verbose) {
            System.setProperty(LOG_LEVEL, "DEBUG");
        } else if (System.getProperty(LOG_PATTERN) == null) {
            System.setProperty(LOG_PATTERN, role.program() + ": %msg%n");
        }
    }

    private ExitStatus conclude(Arguments arguments) {
        try {
            RuntimeModules.require(arguments.modules());
            arguments.check();
            return body.run(new Invocation(role, arguments, arguments.settings()));
        } catch (Exception e) {
            return ExitStatus.failed(e);
        }
    }

    private ExitCode tell(ExitStatus exitStatus, boolean verbose) {
        if (exitStatus.line() != null) {
            complain(exitStatus.line());
        }
        if (exitStatus.error() != null && verbose) {
            exitStatus.error().printStackTrace();
        }
        return exitStatus.code();
    }

    private void complain(String line) {
        PipeScreen.announce(role, line);
    }
}
