// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Attaches {@code strace} to a victim: to record its system calls, or to kill it at one of them. */
final class Tracer {
    /** The calls with effects that other processes can see; others make no difference. */
    private static final String VISIBLE = "?mkdir,?mkdirat,?chmod,?fchmodat,openat,?unlink,?unlinkat,bind,listen,"
            + "?accept,?accept4,connect,fcntl,ftruncate,pwrite64,write,close,?dup2,?dup3,mmap,munmap";
    private static final Pattern CALL = Pattern.compile("(\\d+) +(\\w+)\\(.*");

    /** The n-th call of a system call by one thread. */
    record Call(String name, int n) {
    }

    private final CrashFixture crash;

    Tracer(CrashFixture crash) {
        this.crash = crash;
    }

    static void require() {
        Tools.require("strace", "Without it no test kills at system calls");
    }

    /** Kills the victim at a call. */
    void killAt(Call call) {
        attach(List.of("-e", "trace=" + call.name, "-e", "inject=" + call.name + ":signal=SIGKILL:when=" + call.n));
    }

    /** Returns all calls that the victim makes while an action runs. */
    List<Call> record(Runnable action) throws IOException {
        Path log = crash.file("strace.log");
        Program strace = attach(List.of("-e", "trace=" + VISIBLE, "-o", log.toString()));
        action.run();
        strace.signal("INT");
        Patience.until(() -> !strace.isAlive());
        Map<String, Integer> most = new TreeMap<>();
        Map<String, Integer> counts = new HashMap<>();
        for (String line : Files.readAllLines(log)) {
            Matcher call = CALL.matcher(line);
            if (call.matches()) {
                most.merge(call.group(2), counts.merge(call.group(1) + call.group(2), 1, Integer::sum), Math::max);
            }
        }
        List<Call> calls = new ArrayList<>();
        most.forEach((name, count) -> {
            for (int n = 1; n <= count; n++) {
                calls.add(new Call(name, n));
            }
        });
        return calls;
    }

    /** Skips the test, and says so, if the kernel does not let one process trace another. */
    private Program attach(List<String> options) {
        List<String> command = new ArrayList<>(List.of("strace", "-f"));
        command.addAll(options);
        command.addAll(List.of("-p", Long.toString(crash.victim().pid())));
        Program strace = crash.start(command);
        Patience.until(() -> strace.errors().contains("attached") || !strace.isAlive());
        boolean refused = strace.errors().contains("not permitted");
        if (refused) {
            System.err.println("SKIPPED, because strace may not trace: kills at system calls");
        }
        assumeTrue(!refused, strace::errors);
        return strace;
    }
}
