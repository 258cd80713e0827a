// SPDX-License-Identifier: Apache-2.0
package io.shmooze.dist;

import io.shmooze.console.DistributionProgram;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import picocli.AutoComplete;
import picocli.CommandLine;

/** Writes the manual pages and the completions; the build runs it. */
final class Documents {
    private static final List<String> PROGRAMS = List.of(DistributionProgram.SERVER, DistributionProgram.CLIENT);

    private Documents() {
    }

    /** Takes the folder of the documents, the version, and the folder of what is for Debian alone. */
    public static void main(String[] words) throws IOException {
        Path folder = Path.of(words[0]);
        String version = words[1];
        Path compressed = Files.createDirectories(Path.of(words[2]).resolve("man/man1"));
        Path manual = Files.createDirectories(folder.resolve("man/man1"));
        Path bash = Files.createDirectories(folder.resolve("bash-completion/completions"));
        Path zsh = Files.createDirectories(folder.resolve("zsh/site-functions"));

        CommandLine tree = DistributionProgram.tree();
        Deque<CommandLine> open = new ArrayDeque<>(List.of(tree));
        while (!open.isEmpty()) {
            CommandLine command = open.pop();
            ManualPage page = new ManualPage(command.getCommandSpec(), version);
            if (command == tree || page.isWorthwhile()) {
                String file = page.name() + ".1";
                Files.writeString(manual.resolve(file), page.text());
                compress(page.text(), compressed.resolve(file + ".gz"));
            }
            open.addAll(command.getSubcommands().values());
        }

        complete(tree, "shmooze", bash, zsh);
        for (String program : PROGRAMS) {
            complete(DistributionProgram.tree().getSubcommands().get(program), "shmooze-" + program, bash, zsh);
        }
    }

    /** Debian's rules ask for it. */
    private static void compress(String text, Path file) throws IOException {
        try (OutputStream output = new GZIPOutputStream(Files.newOutputStream(file))) {
            output.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * Zsh can run what is made for bash. It reads the whole file at the first Tab: the alias by which the script
     * replaces compopt comes too late then, and this Tab has to be answered as well.
     */
    private static void complete(CommandLine command, String name, Path bash, Path zsh) throws IOException {
        String script = AutoComplete.bash(name, command);
        Files.writeString(bash.resolve(name), script);
        Files.writeString(zsh.resolve("_" + name), "#compdef " + name + "\ncompopt() { return 0 }\n" + script
                + "\n_bash_complete -o default -F _complete_" + name + "\n");
    }
}
