package dev.countersign.run;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.ProblemException;
import dev.countersign.fault.UserException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.tomlj.Toml;

/// One of the user's own files of settings. None has to exist; one that is wrong is refused whole.
///
/// @param name  as commands name it: `agents`
/// @param says  what it sets, for a person
/// @param check reads it as it is read when it is needed
public record ConfigFile(String name, String says, Path path, Check check) {
    private static final Set<PosixFilePermission> OTHERS = Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    /// Reads a file of settings, and keeps nothing of it.
    @FunctionalInterface
    public interface Check {
        /// @throws ProblemException naming file, line and key of what is wrong
        void run(Path file) throws IOException;
    }

    public enum State { ABSENT, VALID, WRONG }

    /// @param problem what is wrong
    public record Found(State state, Optional<Problem> problem) {}

    /// Looks at it now: whether it is there, whether others can change it, whether it can be used.
    public Found examine() {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return new Found(State.ABSENT, Optional.empty());
        }
        try {
            if (path.getFileSystem().supportedFileAttributeViews().contains("posix")
                    && Files.getPosixFilePermissions(path).stream().anyMatch(OTHERS::contains)) {
                return wrong(Problem.of("CONFIG-001", Exit.USAGE, path + " can be changed by others on this machine.", "Nothing was changed.",
                        "Take that right away: chmod 600 " + path + "."));
            }
            check.run(path);
            return new Found(State.VALID, Optional.empty());
        } catch (ProblemException e) {
            return wrong(e.problem());
        } catch (IOException e) {
            return wrong(Problem.of("CONFIG-002", Exit.USAGE, path + " cannot be read: " + e.getMessage() + ".", "Nothing was changed.",
                    "Look at its permissions."));
        }
    }

    /// Sets one value and leaves all else as it is written. The file is made where it is not there; it is written whole or not at all, and
    /// only what can be used is written.
    ///
    /// @param key   with dots between tables; an entry of a list by its name: `claude.timeout` in `agents`
    /// @param value in TOML; what is no value of TOML is taken for a text
    /// @throws UserException what reads the file says, naming line and key; `CONFIG-003` where one line cannot do it
    public void set(String key, String value) throws IOException {
        change(key, (text, parts) -> TomlEdit.set(text, parts, value));
    }

    /// Takes one value out with its line, so that what holds without it holds. The same promises as [#set].
    ///
    /// @throws UserException what reads the file says without it; `CONFIG-003` where it is not written, or not in a line of its own
    public void unset(String key) throws IOException {
        change(key, TomlEdit::remove);
    }

    /// Every key that the file knows, with what is written and what holds without it; those under a name are there for the names that are written.
    ///
    /// @throws UserException what reads the file says, where it cannot be used
    public List<ConfigValue> values() throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return ConfigReading.of(name, "");
        }
        check.run(path);
        return ConfigReading.of(name, Files.readString(path));
    }

    private interface Edit {
        String of(String text, List<String> key) throws TomlEdit.Refused;
    }

    private void change(String key, Edit edit) throws IOException {
        String text;
        try {
            text = Files.exists(path) ? Files.readString(path) : "";
        } catch (CharacterCodingException e) {
            throw refused(key, "the file is not UTF-8");
        }
        String next;
        try {
            List<String> parts = Toml.parseDottedKey(key);
            next = edit.of(text, parts.size() > 1 && name.equals("agents") && !parts.getFirst().equals("agent")
                    ? Stream.concat(Stream.of("agent"), parts.stream()).toList() : parts);
        } catch (IllegalArgumentException e) {
            throw refused(key, "this is no key");
        } catch (TomlEdit.Refused e) {
            throw refused(key, String.valueOf(e.getMessage()));
        }
        Files.createDirectories(path.getParent());
        Path draft = Files.createTempFile(path.toAbsolutePath().getParent(), "." + name, ".toml");
        try {
            Files.writeString(draft, next, StandardOpenOption.SYNC);
            try {
                check.run(draft);
            } catch (ProblemException e) {
                Problem problem = e.problem();
                throw new UserException(Problem.of(problem.code(), problem.exit(), problem.sentence().replace(draft.toString(), path.toString()),
                        "Nothing was changed.", problem.next()));
            }
            Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private UserException refused(String key, String why) {
        return new UserException(Problem.of("CONFIG-003", Exit.USAGE, key + " cannot be set in " + path + ": " + why + ".", "Nothing was changed.",
                "See the keys in docs/cli.md, and the file as it is: countersign config show " + name + "."));
    }

    private static Found wrong(Problem problem) {
        return new Found(State.WRONG, Optional.of(problem));
    }
}
