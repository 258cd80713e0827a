// SPDX-License-Identifier: Apache-2.0
package io.shmooze.dist;

import io.shmooze.console.DistributionProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;

/** Writes the manual pages and the completions; the build runs it. */
final class Documents {
    private static final List<String> PROGRAMS = List.of(DistributionProgram.SERVER, DistributionProgram.CLIENT);

    private Documents() {
    }

    public static void main(String[] words) throws IOException {
        Path folder = Path.of(words[0]);
        String version = words[1];
        Path manual = Files.createDirectories(folder.resolve("man/man1"));
        Path bash = Files.createDirectories(folder.resolve("bash-completion/completions"));
        Path zsh = Files.createDirectories(folder.resolve("zsh/site-functions"));

        CommandLine tree = DistributionProgram.tree();
        Deque<CommandLine> open = new ArrayDeque<>(List.of(tree));
        while (!open.isEmpty()) {
            CommandLine command = open.pop();
            ManualPage page = new ManualPage(command.getCommandSpec(), version);
            if (command == tree || page.isWorthwhile()) {
                Files.writeString(manual.resolve(page.name() + ".1"), page.text());
            }
            open.addAll(command.getSubcommands().values());
        }

        complete(tree, "shmooze", bash, zsh);
        for (String program : PROGRAMS) {
            complete(DistributionProgram.tree().getSubcommands().get(program), "shmooze-" + program, bash, zsh);
        }
    }

    /** Zsh runs what is made for bash, and asks for a first line that names the command. */
    private static void complete(CommandLine command, String name, Path bash, Path zsh) throws IOException {
        String script = AutoComplete.bash(name, command);
        Files.writeString(bash.resolve(name), script);
        Files.writeString(zsh.resolve("_" + name), "#compdef " + name + "\n" + script);
    }
}
