package dev.countersign.workspace;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// A path inside a workspace, `/`-separated and relative. It cannot leave the root by construction: no empty, `.` or `..`
/// part, no leading slash, no backslash, no NUL, no colon-prefixed drive, and never inside a `.git` folder in any spelling
/// of its case. Whether a *link* on the way leads outside is checked where files are opened ([Workspace], [Stage]).
///
/// Ordered by the bytes of its UTF-8 form, as the tree hash and the ledger need it.
public final class WorkspacePath implements Comparable<WorkspacePath> {
    private static final Pattern IGNORED = Pattern.compile("[\\u200c-\\u200f\\u202a-\\u202e\\u206a-\\u206f\\ufeff]");
    private static final Pattern TRAILING = Pattern.compile("[. ]+$");

    private final String value;

    private WorkspacePath(String value) {
        this.value = value;
    }

    /// @throws UserException `PATH-001` where `text` is not a path inside a workspace
    @JsonCreator
    public static WorkspacePath of(String text) {
        Optional<String> fault = faultOf(text);
        if (fault.isPresent()) {
            throw new UserException(Problem.of("PATH-001", Exit.USAGE,
                    "The path \"" + printable(text) + "\" cannot be used: " + fault.get() + ".",
                    "Nothing was read or written.", "Use a path relative to the workspace folder."));
        }
        return new WorkspacePath(text);
    }

    /// Why `text` is no path inside a workspace, or nothing.
    public static Optional<String> faultOf(String text) {
        if (text.isEmpty()) {
            return Optional.of("it is empty");
        }
        if (text.startsWith("/") || (text.length() > 1 && text.charAt(1) == ':')) {
            return Optional.of("it is absolute");
        }
        for (int i = 0; i < text.length(); i++) {
            char ch = text.charAt(i);
            if (ch == 0 || ch == '\\' || ch == '\n' || ch == '\r') {
                return Optional.of("it holds a character that paths here may not have");
            }
            if (Character.isSurrogate(ch)) {
                if (!Character.isHighSurrogate(ch) || i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(++i))) {
                    return Optional.of("it holds half a character");
                }
            }
        }
        for (int start = 0; start <= text.length(); ) {
            int slash = text.indexOf('/', start);
            String part = text.substring(start, slash < 0 ? text.length() : slash);
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                return Optional.of("it has an empty, \".\" or \"..\" part");
            }
            if (isGit(part)) {
                return Optional.of("it is inside a .git folder");
            }
            if (slash < 0) {
                break;
            }
            start = slash + 1;
        }
        return Optional.empty();
    }

    /// HFS+ ignores some code points and NTFS trailing dots and spaces: both have hidden a .git from checks before.
    private static boolean isGit(String part) {
        char first = part.charAt(0);
        if (first < 0x80 && first != '.' && first != 'g' && first != 'G') {
            return false;
        }
        String folded = TRAILING.matcher(IGNORED.matcher(part).replaceAll("")).replaceAll("").toLowerCase(Locale.ROOT);
        return folded.equals(".git") || folded.equals("git~1");
    }

    /// The path of `file` relative to `root`; both must be absolute and normalised, and `file` below `root`.
    public static WorkspacePath relative(Path root, Path file) {
        return of(root.relativize(file).toString().replace(root.getFileSystem().getSeparator(), "/"));
    }

    /// Where this path lies below `root`. Links on the way are not resolved.
    public Path in(Path root) {
        return root.resolve(value);
    }

    @JsonValue
    public String value() {
        return value;
    }

    public String name() {
        return value.substring(value.lastIndexOf('/') + 1);
    }

    /// The folder part without the name, empty at the top.
    public String folder() {
        int slash = value.lastIndexOf('/');
        return slash < 0 ? "" : value.substring(0, slash);
    }

    /// Lower-cased text after the last dot of the name, or empty.
    public String extension() {
        String name = name();
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    public List<String> parts() {
        return List.of(value.split("/"));
    }

    private static String printable(String text) {
        String shown = text.replaceAll("\\p{Cntrl}", "\u00b7");
        return shown.length() > 200 ? shown.substring(0, 200) + "\u2026" : shown;
    }

    @Override
    public int compareTo(WorkspacePath o) {
        int shorter = Math.min(value.length(), o.value.length());
        for (int i = 0; i < shorter; i++) {
            char here = value.charAt(i);
            char there = o.value.charAt(i);
            if (here != there) {
                // UTF-8 orders by code point: characters beyond the first plane, written as surrogates here, come last.
                boolean high = Character.isSurrogate(here);
                return high == Character.isSurrogate(there) ? here - there : high ? 1 : -1;
            }
        }
        return value.length() - o.value.length();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof WorkspacePath other && other.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
