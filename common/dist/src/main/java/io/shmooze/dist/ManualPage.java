// SPDX-License-Identifier: Apache-2.0
package io.shmooze.dist;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * One manual page, in the language of man(7), made from the model of a command line. Picocli's own generator writes
 * AsciiDoc, which takes a JRuby to become a manual page.
 */
final class ManualPage {
    private final CommandSpec spec;
    private final UsageMessageSpec usage;
    private final String version;
    private final StringBuilder page = new StringBuilder();

    ManualPage(CommandSpec spec, String version) {
        this.spec = spec;
        this.usage = spec.usageMessage();
        this.version = version;
    }

    /** The name of the page: {@code shmooze-client-send}. */
    String name() {
        return spec.qualifiedName("-");
    }

    /** Whether there is more to say than the page of the parent does. */
    boolean isWorthwhile() {
        return usage.customSynopsis().length > 0;
    }

    String text() {
        List<String> description = List.of(usage.description());
        page.append(".TH ").append(name().toUpperCase(Locale.ROOT)).append(" 1 \"\" \"Shmooze ").append(version)
                .append("\"\n");
        section("NAME");
        String purpose = plain(description.get(0));
        line(name() + " - " + purpose.substring(0, 1).toLowerCase(Locale.ROOT)
                + purpose.substring(1).replaceFirst("\\.$", ""));
        section("SYNOPSIS");
        line(usage.customSynopsis()[0].replaceFirst("^Usage: ", ""));
        section("DESCRIPTION");
        description.forEach(this::paragraph);
        if (!spec.positionalParameters().isEmpty()) {
            section("ARGUMENTS");
            spec.positionalParameters().forEach(this::argument);
        }
        options();
        commands();
        if (!usage.exitCodeList().isEmpty()) {
            section("EXIT STATUS");
            usage.exitCodeList().forEach(this::item);
        }
        section("NOTES");
        List.of(usage.footer()).forEach(this::paragraph);
        return page.toString();
    }

    private void options() {
        List<OptionSpec> rest = new ArrayList<>(spec.options());
        for (ArgGroupSpec group : spec.argGroups()) {
            rest.removeAll(group.options());
        }
        if (!rest.isEmpty()) {
            section("OPTIONS");
            rest.forEach(this::option);
        }
        for (ArgGroupSpec group : spec.argGroups()) {
            section(plain(group.heading()).strip().replaceFirst(":$", "").toUpperCase(Locale.ROOT));
            group.options().forEach(this::option);
        }
    }

    private void commands() {
        if (spec.subcommands().isEmpty()) {
            return;
        }
        section("COMMANDS");
        for (Map.Entry<String, CommandLine> command : spec.subcommands().entrySet()) {
            ManualPage page = new ManualPage(command.getValue().getCommandSpec(), version);
            String purpose = command.getValue().getCommandSpec().usageMessage().description()[0];
            item(command.getKey(), page.isWorthwhile() ? purpose + " See " + page.name() + "(1)." : purpose);
        }
    }

    private void option(OptionSpec option) {
        String names = String.join(", ", option.names());
        item(option.arity().max() == 0 ? names : names + "=" + option.paramLabel(), text(option));
    }

    private void argument(PositionalParamSpec argument) {
        item(argument.paramLabel(), text(argument));
    }

    private static String text(ArgSpec argument) {
        return String.join("%n", argument.description());
    }

    /** Picocli formats its texts, unless that fails. */
    private static String plain(String text) {
        return text.replace("%n", "\n").replace("%%", "%");
    }

    private void section(String title) {
        page.append(".SH ").append(escape(title)).append('\n');
    }

    /** Examples are indented, and stay as they are. */
    private void paragraph(String text) {
        if (text.isEmpty()) {
            page.append(".PP\n");
        } else if (text.startsWith(" ")) {
            page.append(".RS 4\n.nf\n");
            line(text.strip());
            page.append(".fi\n.RE\n");
        } else {
            line(plain(text));
        }
    }

    private void item(String head, String text) {
        page.append(".TP\n\\fB").append(escape(head)).append("\\fR\n");
        String[] lines = plain(text).split("\\R");
        line(lines[0]);
        for (int i = 1; i < lines.length; i++) {
            page.append(".br\n");
            line(lines[i].strip());
        }
    }

    private void line(String text) {
        page.append(escape(text)).append('\n');
    }

    /** A hyphen would be typeset as one, and a leading dot or quote would be a command. */
    private static String escape(String text) {
        String plain = text.replace("\\", "\\e").replace("-", "\\-");
        return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
    }
}
