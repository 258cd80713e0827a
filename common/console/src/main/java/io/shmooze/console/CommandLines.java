// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The command line and the help text of each program: its flags, and one option for each of its settings. It is built
 * by hand and not from annotations, because the options come from {@link Setting}, and because reading annotations
 * takes longer than everything else at the start.
 */
final class CommandLines {
    /** Of a help text. */
    static final int WIDTH = 79;

    /** Picocli's own, but not before it has something to make: it looks for a class of Groovy in each jar first. */
    static final IFactory FACTORY = new IFactory() {
        @Override
        public <T> T create(Class<T> type) throws Exception {
            return CommandLine.defaultFactory().create(type);
        }
    };

    static {
        // Those of java.sql and java.time, which picocli finds by reflection. Conversion has what settings need.
        System.setProperty("picocli.converters.excludes", ".*");
    }

    private CommandLines() {
    }

    static CommandLine of(Role role) {
        CommandSpec spec = spec().name(role.program());
        switch (role) {
            case SERVER, CLIENT, RECEIVE_SERVER, RECEIVE_CLIENT, RELAY_SERVER, RELAY_CLIENT, INSPECT_SERVER,
                    INSPECT_CLIENT, TAIL_SERVER, TAIL_CLIENT ->
                spec.addPositional(channel(0));
            case SEND_SERVER, SEND_CLIENT -> spec.addPositional(files());
            case PICTURE_SERVER -> spec.addPositional(picture());
            case REPLAY_CLIENT -> spec.addPositional(recording()).addPositional(channel(1));
            default -> { }
        }
        flags(role).forEach(flag -> spec.addOption(option(flag)));
        settings(role).forEach(setting -> spec.addOption(option(setting, role)));
        // "@home" is an invalid channel name, not a file of arguments.
        return new CommandLine(spec, FACTORY).setExpandAtFiles(false);
    }

    /** An empty command line. */
    static CommandSpec spec() {
        return CommandSpec.wrapWithoutInspection(null, FACTORY);
    }

    private static PositionalParamSpec channel(int index) {
        return PositionalParamSpec.builder().index(Integer.toString(index)).arity("0..1").type(String.class)
                .paramLabel("CHANNEL")
                .description("The channel's name, 1 to 64 of A-Z a-z 0-9 . _ -%n  Default: chat").build();
    }

    private static PositionalParamSpec files() {
        return PositionalParamSpec.builder().index("0..*").arity("0..*").type(List.class).auxiliaryTypes(String.class)
                .paramLabel("FILE").description("The files to send, one after the other").build();
    }

    private static PositionalParamSpec recording() {
        return PositionalParamSpec.builder().index("0").arity("1").required(true).type(String.class)
                .paramLabel("FILE").description("The recording").build();
    }

    private static PositionalParamSpec picture() {
        return PositionalParamSpec.builder().index("0").arity("1").required(true).type(String.class)
                .paramLabel("FILE").description("The first picture").build();
    }

    private static OptionSpec option(Flag flag) {
        OptionSpec.Builder builder = OptionSpec.builder(flag.options()).description(flag.meaning())
                .usageHelp(flag == Flag.HELP).versionHelp(flag == Flag.VERSION);
        return flag.placeholder() == null ? builder.arity("0").type(boolean.class).build()
                : builder.arity("1").type(String.class).paramLabel(flag.placeholder()).build();
    }

    private static OptionSpec option(Setting<?> setting, Role role) {
        // A command that looks has only a directory, and creates none.
        String meaning = (role.looks() ? "The only directory to look in." : setting.meaning()).replace("%", "%%");
        return OptionSpec.builder(setting.option()).arity("1").type(String.class)
                .paramLabel(setting.conversion().placeholder())
                .description(meaning + "%n  Default: " + defaultText(setting, role)).build();
    }

    /** A picture does not go into the mailbox of the classic programs. */
    private static String defaultText(Setting<?> setting, Role role) {
        return role.looks() ? "all that are in use" : setting == Setting.QT_KEY && role.sharesPicture() ? "<none>"
                : setting.defaultText();
    }

    /** The help text, ready to be printed. */
    static String help(Role role) {
        return new CommandLine(described(role), FACTORY).setUsageHelpWidth(WIDTH).getUsageMessage(Ansi.OFF);
    }

    /** The command line with its description, the options in groups and in the order of the help text. */
    static CommandSpec described(Role role) {
        CommandSpec spec = spec().name(role.program());
        of(role).getCommandSpec().positionalParameters().forEach(spec::addPositional);
        flags(role).filter(flag -> flag != Flag.TRUNCATE).forEach(flag -> spec.addOption(option(flag)));
        group(spec, 1, "%nSettings:%n", settings(role).filter(setting -> !setting.isOfQt())
                .map(setting -> option(setting, role)));
        group(spec, 2, "%nTo speak with a Qt program:%n", Stream.concat(
                settings(role).filter(Setting::isOfQt).map(setting -> option(setting, role)),
                flags(role).filter(flag -> flag == Flag.TRUNCATE).map(CommandLines::option)));
        if (role.isChat()) {
            CommandName.of(role).forEach((name, purpose) -> spec.addSubcommand(name, summary(purpose)));
        }
        spec.usageMessage()
                .synopsisHeading("").customSynopsis("Usage: " + synopsis(role))
                .description(description(role))
                .sortOptions(false).optionListHeading("%nOptions:%n").parameterListHeading(role.isChat() ? "%n" : "")
                .commandListHeading("Commands, as the first word (see help COMMAND):%n")
                .exitCodeListHeading("%nExit codes:%n").exitCodeList(ExitCode.table())
                .footer("", "Each setting can also be given in the file that --config names, without the two dashes, "
                + "and in the environment: --wait is SHMOOZE_WAIT. The command line wins over the environment, and the "
                + "environment over the file. Both programs can share a file; each uses what it needs.");
        List<String> sections = new ArrayList<>(spec.usageMessage().sectionKeys());
        List<String> commands = List.of(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING,
                UsageMessageSpec.SECTION_KEY_COMMAND_LIST);
        sections.removeAll(commands);
        sections.addAll(sections.indexOf(UsageMessageSpec.SECTION_KEY_PARAMETER_LIST_HEADING), commands);
        spec.usageMessage().sectionKeys(sections);
        return spec;
    }

    private static String synopsis(Role role) {
        String words = switch (role) {
            case SERVER, CLIENT, RECEIVE_SERVER, RECEIVE_CLIENT, RELAY_SERVER, RELAY_CLIENT, INSPECT_SERVER,
                    INSPECT_CLIENT, TAIL_SERVER, TAIL_CLIENT -> " [CHANNEL]";
            case SEND_SERVER, SEND_CLIENT -> " FILE...";
            case PICTURE_SERVER -> " FILE";
            case REPLAY_CLIENT -> " FILE [CHANNEL]";
            default -> "";
        };
        return role.call() + " [options]" + words;
    }

    private static String[] description(Role role) {
        Stream<String> examples = role.examples().stream().map(example -> "  " + example);
        return Stream.of(Stream.of(role.description()), Stream.of("Examples:"), examples, Stream.of(""))
                .flatMap(lines -> lines).toArray(String[]::new);
    }

    private static void group(CommandSpec spec, int order, String heading, Stream<OptionSpec> options) {
        ArgGroupSpec.Builder group = ArgGroupSpec.builder().validate(false).order(order).heading(heading);
        options.forEach(group::addArg);
        if (!group.args().isEmpty()) {
            spec.addArgGroup(group.build());
        }
    }

    /** A command without options, for the list of its program's commands. */
    static CommandLine summary(String purpose) {
        CommandSpec spec = spec();
        spec.usageMessage().description(purpose);
        return new CommandLine(spec, FACTORY);
    }

    private static Stream<Flag> flags(Role role) {
        return Stream.of(Flag.values()).filter(flag -> flag.belongsTo(role));
    }

    private static Stream<Setting<?>> settings(Role role) {
        return Setting.all().stream().filter(setting -> setting.isOfUseTo(role));
    }
}
