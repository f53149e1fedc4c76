package dev.countersign.policy.starlark;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.policy.Rulebook.Fault;
import dev.countersign.policy.Rulebook.Level;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Changes the files of the user's rules: never to something that could not be used, for then everything would be denied.
final class UserRules {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,59}\\.star");
    private static final boolean POSIX = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private final Path folder;

    UserRules(Path folder) {
        this.folder = folder;
    }

    /// @param now what lies there
    void save(String name, String text, SortedMap<String, String> now) throws IOException {
        checked(name);
        var next = new TreeMap<>(now);
        next.put(name, text);
        refuseFaults(now, next, "Nothing was saved.");
        Files.createDirectories(folder, permissions("rwx------"));
        Path half = folder.resolve(name + ".new");
        Files.deleteIfExists(half);
        Files.createFile(half, permissions("rw-------"));
        try (FileChannel out = FileChannel.open(half, StandardOpenOption.WRITE)) {
            for (var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)); bytes.hasRemaining(); ) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(half, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    boolean remove(String name, SortedMap<String, String> now) throws IOException {
        checked(name);
        var next = new TreeMap<>(now);
        next.remove(name);
        refuseFaults(now, next, "Nothing was deleted.");
        return Files.deleteIfExists(folder.resolve(name));
    }

    private static void checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new UserException(Problem.of("POLICY-004", Exit.USAGE, "\"" + name + "\" cannot be the name of a file of rules.", "Nothing was changed.",
                    "Use small letters, digits, - and _, and end it with .star, or with _test.star for tests."));
        }
    }

    /// What was unusable before may stay so: it is denied already.
    private static void refuseFaults(SortedMap<String, String> now, SortedMap<String, String> next, String unchanged) {
        List<Fault> before = faults(now);
        Optional<Fault> fault = faults(next).stream().filter(one -> !before.contains(one)).findFirst();
        if (fault.isPresent()) {
            throw new UserException(Problem.of("POLICY-005", Exit.USAGE, "These rules could not be used: " + fault.get() + ".", unchanged,
                    "Mend that place. Rules that cannot be used would deny everything."));
        }
    }

    private static List<Fault> faults(SortedMap<String, String> texts) {
        return new LoadedLayer(Level.USER, texts, Optional.empty()).files().stream().flatMap(file -> file.faults().stream()).toList();
    }

    private static FileAttribute<?>[] permissions(String posix) {
        return POSIX ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(posix))} : new FileAttribute<?>[0];
    }
}
