// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.util.List;
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
        CommandSpec spec = CommandSpec.create().name(role.program());
        switch (role) {
            case SERVER, CLIENT -> spec.addPositional(channel());
            case SEND_SERVER, SEND_CLIENT -> spec.addPositional(files());
            case PICTURE_SERVER -> spec.addPositional(picture());
            default -> { }
        }
        for (Flag flag : Flag.values()) {
            if (flag.belongsTo(role)) {
                spec.addOption(option(flag));
            }
        }
        for (Setting<?> setting : Setting.all()) {
            if (setting.isOfUseTo(role)) {
                spec.addOption(option(setting, role));
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

    private static PositionalParamSpec picture() {
        return PositionalParamSpec.builder().index("0").arity("1").required(true).type(String.class)
                .paramLabel("FILE").description("The picture to begin with").build();
    }

    private static OptionSpec option(Flag flag) {
        OptionSpec.Builder builder = OptionSpec.builder(flag.options()).description(flag.meaning())
                .usageHelp(flag == Flag.HELP).versionHelp(flag == Flag.VERSION);
        return flag.placeholder() == null ? builder.arity("0").type(boolean.class).build()
                : builder.arity("1").type(String.class).paramLabel(flag.placeholder()).build();
    }

    private static OptionSpec option(Setting<?> setting, Role role) {
        String meaning = setting.meaning().replace("%", "%%");
        return OptionSpec.builder(setting.option()).arity("1").type(String.class).paramLabel(setting.placeholder())
                .description(meaning + "%n  Default: " + defaultText(setting, role)).build();
    }

    /** The classic programs' mailbox is no place for a picture. */
    private static String defaultText(Setting<?> setting, Role role) {
        return setting == Setting.QT_KEY && role.sharesPicture() ? "<none>" : setting.defaultText();
    }

    /** The help text, ready to be printed. */
    static String help(Role role) {
        CommandLine commandLine = of(role).setUsageHelpWidth(WIDTH);
        commandLine.getCommandSpec().usageMessage()
                .synopsisHeading("").customSynopsis("Usage: " + role.synopsis())
                .description(role.description())
                .sortOptions(false)
                .exitCodeListHeading("%nExit codes:%n").exitCodeList(ExitCode.table())
                .footer("", "Each setting can also be given in the file that --config names, without the two dashes, "
                + "and in the environment: --wait is SHMOOZE_WAIT. The command line wins over the environment, and the "
                + "environment over the file. Both programs can share a file; each uses what it needs.");
        return commandLine.getUsageMessage(Ansi.OFF);
    }
}
