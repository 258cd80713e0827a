// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import io.shmooze.console.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** The machine, the JDK and the version of Shmooze that were measured. */
final class Machine {
    private Machine() {
    }

    /** In the order of the reports. */
    static Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("measured", OffsetDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put("processor", value("/proc/cpuinfo", "model name", System.getProperty("os.arch")));
        facts.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
        facts.put("load before", first("/proc/loadavg", "unknown"));
        facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("JDK", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        facts.put("Shmooze", Version.text());
        return facts;
    }

    /** The value of a line "key : value". */
    private static String value(String file, String key, String otherwise) {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(key) && line.contains(":"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip()).findFirst().orElse(otherwise);
        } catch (IOException e) {
            return otherwise;
        }
    }

    private static String first(String file, String otherwise) {
        try {
            return Files.readString(Path.of(file)).split(" ")[0];
        } catch (IOException e) {
            return otherwise;
        }
    }
}
