// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.util.List;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The command line of each program: its flags, and one option for each of its settings. It is built by hand instead
 * of from annotations, because the options come from {@link Setting}, and because reading annotations takes longer
 * than all the rest.
 */
final class CommandLines {
    private static final int WIDTH = 100;

    private CommandLines() {
    }

    static CommandLine of(Role role) {
        return of(role, channel(), flag -> flag.belongsTo(role));
    }

    /** Of the command {@code send}. */
    static CommandLine send(Role role) {
        return of(role, files(), Flag::belongsToSend);
    }

    private static CommandLine of(Role role, PositionalParamSpec positional, Predicate<Flag> flags) {
        CommandSpec spec = CommandSpec.create().name(role.program());
        spec.addPositional(positional);
        for (Flag flag : Flag.values()) {
            if (flags.test(flag)) {
                spec.addOption(option(flag));
            }
        }
        for (Setting<?> setting : Setting.all()) {
            if (setting.roles().contains(role)) {
                spec.addOption(option(setting));
            }
        }
        // A channel "@home" is a bad name, not a file of arguments.
        return new CommandLine(spec).setExpandAtFiles(false);
    }

    private static PositionalParamSpec channel() {
        return PositionalParamSpec.builder().index("0").arity("0..1").type(String.class).paramLabel("CHANNEL")
                .description("The channel's name, 1 to 64 of A-Z a-z 0-9 . _ -%n  Default: chat").build();
    }

    private static PositionalParamSpec files() {
        return PositionalParamSpec.builder().index("0..*").arity("0..*").type(List.class).auxiliaryTypes(String.class)
                .paramLabel("FILE").description("What to send, one after the other").build();
    }

    private static OptionSpec option(Flag flag) {
        OptionSpec.Builder builder = OptionSpec.builder(flag.options()).description(flag.meaning())
                .usageHelp(flag == Flag.HELP).versionHelp(flag == Flag.VERSION);
        return flag.placeholder() == null ? builder.arity("0").type(boolean.class).build()
                : builder.arity("1").type(String.class).paramLabel(flag.placeholder()).build();
    }

    private static OptionSpec option(Setting<?> setting) {
        String meaning = setting.meaning().replace("%", "%%");
        return OptionSpec.builder(setting.option()).arity("1").type(String.class).paramLabel(setting.placeholder())
                .description(meaning + "%n  Default: " + setting.defaultText()).build();
    }

    /** The help text, ready to be printed. */
    static String help(Role role) {
        return help(of(role), role, "[options] [CHANNEL]", role.description());
    }

    /** The same of the command {@code send}. */
    static String sendHelp(Role role) {
        return help(send(role), role, "send [options] FILE...", role.sendDescription());
    }

    private static String help(CommandLine commandLine, Role role, String synopsis, String[] description) {
        commandLine.setUsageHelpWidth(WIDTH).getCommandSpec().usageMessage()
                .synopsisHeading("").customSynopsis("Usage: java -jar " + role.program() + ".jar " + synopsis)
                .description(description)
                .sortOptions(false)
                .exitCodeListHeading("%nExit codes:%n").exitCodeList(ExitCode.table())
                .footer("", "Each setting can also be given in the file that --config names, without the two dashes, "
                + "and in the environment: --wait is SHMOOZE_WAIT. The command line wins over the environment, and the "
                + "environment over the file. Both programs can share a file; each uses what it needs.");
        return commandLine.getUsageMessage(Ansi.OFF);
    }
}
