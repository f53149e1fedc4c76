package dev.countersign.sandbox.local;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What [ConfinementLauncher] does before it becomes a command, step by step. Rights are those of landlock(7).
final class ConfinementPlan {
    private static final int EXECUTE = 1;
    private static final int WRITE_FILE = 1 << 1;
    private static final int READ_FILE = 1 << 2;
    private static final int READ_DIR = 1 << 3;
    private static final int MAKE_CHAR = 1 << 6;
    private static final int MAKE_BLOCK = 1 << 11;
    private static final int TRUNCATE = 1 << 14;
    private static final int IOCTL_DEV = 1 << 15;
    private static final int ALL = 0xFFFF;
    private static final int OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV;
    /// To read and to run.
    static final int READ = EXECUTE | READ_FILE | READ_DIR;
    /// To look at, not to run.
    static final int LOOK = READ_FILE | READ_DIR;
    /// To change as one likes, but for making devices.
    static final int CHANGE = ALL & ~MAKE_CHAR & ~MAKE_BLOCK & ~IOCTL_DEV;
    /// To read and write what is there.
    static final int USE = READ_FILE | WRITE_FILE | TRUNCATE | IOCTL_DEV;
    /// TCP: to bind and to connect.
    static final int NO_TCP = 3;
    /// Abstract sockets and signals of programs outside.
    static final int SCOPED = 3;

    private final List<String> words = new ArrayList<>();

    ConfinementPlan step(String name, String... arguments) {
        words.add(name);
        words.addAll(arguments.length == 0 ? List.of("") : List.of(arguments));
        return this;
    }

    /// What may be done with a path and all below it; a rule for a file says nothing of folders.
    ConfinementPlan rule(Path path, int rights) {
        return step("rule", path.toString(), Integer.toString(Files.isDirectory(path) ? rights : rights & OF_FILES));
    }

    List<String> words() {
        return List.copyOf(words);
    }

    /// Each word ends with a zero byte.
    byte[] bytes() {
        return (String.join("\0", words) + "\0").getBytes(StandardCharsets.UTF_8);
    }
}
