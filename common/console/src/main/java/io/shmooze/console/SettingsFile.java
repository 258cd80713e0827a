// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.UsageException;
import io.shmooze.segment.LocaleCharset;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A settings file: lines of {@code key = value}, comments that begin with {@code #}, blank lines; UTF-8, with or
 * without a byte order mark. It is not read with {@link java.util.Properties}, which does not report the line of
 * a mistake, and silently uses the last of two lines.
 */
final class SettingsFile {
    private final String name;
    private final List<Assignment> assignments = new ArrayList<>();

    private SettingsFile(String name) {
        this.name = name;
    }

    /**
     * Reads the whole file.
     *
     * @throws UsageException if it cannot be read or has an invalid line; it names the line
     */
    static List<Assignment> assignments(String name, String origin) {
        SettingsFile file = new SettingsFile(name);
        int number = 0;
        for (String line : lines(name, origin)) {
            number++;
            file.scan((number == 1 ? TextLine.content(line) : line).strip(), number);
        }
        return file.assignments;
    }

    private static List<String> lines(String name, String origin) {
        try {
            return Files.readAllLines(LocaleCharset.path(name));
        } catch (NoSuchFileException e) {
            throw unreadable(name, origin, "there is no such file", e);
        } catch (AccessDeniedException e) {
            throw unreadable(name, origin, "permission denied", e);
        } catch (CharacterCodingException e) {
            throw unreadable(name, origin, "it is not UTF-8 text", e);
        } catch (InvalidPathException e) {
            throw new UsageException(origin + ": \"" + name + "\" " + e.getReason(), e);
        } catch (IOException e) {
            throw unreadable(name, origin, e.getMessage(), e);
        }
    }

    private static UsageException unreadable(String name, String origin, String reason, Exception cause) {
        return new UsageException(origin + ": cannot read the file \"" + name + "\": " + reason, cause);
    }

    private void scan(String line, int number) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        int equals = line.indexOf('=');
        if (equals < 0) {
            throw mistake(number, "\"" + line + "\" is neither \"key = value\" nor a comment that begins with #");
        }
        add(line.substring(0, equals).strip(), line.substring(equals + 1).strip(), number);
    }

    private void add(String key, String value, int number) {
        Setting<?> setting = Setting.named(key);
        if (setting == null) {
            throw mistake(number, "there is no setting \"" + key + "\"; known are "
                    + Setting.all().stream().map(Setting::name).collect(Collectors.joining(", ")));
        }
        if (assignments.stream().anyMatch(earlier -> earlier.setting() == setting)) {
            throw mistake(number, key + " is set a second time");
        }
        assignments.add(new Assignment(setting, value, location(number) + ": " + key));
    }

    private UsageException mistake(int number, String what) {
        return new UsageException(location(number) + ": " + what);
    }

    private String location(int number) {
        return name + ", line " + number;
    }
}
