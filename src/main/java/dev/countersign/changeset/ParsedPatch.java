package dev.countersign.changeset;

import dev.countersign.workspace.WorkspacePath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.diff.DiffEntry.ChangeType;
import org.eclipse.jgit.patch.CombinedFileHeader;
import org.eclipse.jgit.patch.FileHeader;
import org.eclipse.jgit.patch.FormatError;
import org.eclipse.jgit.patch.HunkHeader;
import org.eclipse.jgit.patch.Patch;
import org.eclipse.jgit.util.QuotedString;

/// A patch as JGit reads it, with the names as they are written: JGit cuts the first folder off every name, which is wrong for
/// patches without `a/` and `b/`.
record ParsedPatch(byte[] text, List<FilePatch> files, List<UnifiedPatch.Reject> faults) {

    /// @param header JGit's reading of it
    /// @param line   where it begins, from 1
    /// @param from   name before as it shall be looked for, best guess first; empty for a new file
    /// @param to     name after, likewise; empty for a file that goes
    record FilePatch(FileHeader header, int line, List<String> from, List<String> to) {
        String shown() {
            return to.isEmpty() ? from.getFirst() : to.getFirst();
        }
    }

    static ParsedPatch of(byte[] given) {
        // Shells of Windows redirect text as UTF-16.
        byte[] text = TextFile.read(given).filter(TextFile::isWide)
                .map(t -> t.text().getBytes(StandardCharsets.UTF_8)).orElse(given);
        var patch = new Patch();
        List<Integer> starts = PatchSlices.starts(text);
        var faults = new ArrayList<UnifiedPatch.Reject>();
        for (int i = 0; i < starts.size(); i++) {
            try {
                patch.parse(text, starts.get(i), i + 1 < starts.size() ? starts.get(i + 1) : text.length);
            } catch (RuntimeException e) {
                // JGit lets out whatever it meets in a mode, a digest or a range that is none.
                faults.add(new UnifiedPatch.Reject(lineOf(text, starts.get(i)), "", "it is malformed: a number in its headers is none"));
            }
        }
        for (FormatError error : patch.getErrors()) {
            if (error.getSeverity() == FormatError.Severity.ERROR || isHunkFault(patch, error)) {
                faults.add(new UnifiedPatch.Reject(lineOf(text, error.getOffset()), "", "it is malformed: " + error.getMessage()));
            }
        }
        var files = new ArrayList<FilePatch>();
        for (FileHeader header : patch.getFiles()) {
            int line = lineOf(text, header.getStartOffset());
            if (header instanceof CombinedFileHeader) {
                faults.add(new UnifiedPatch.Reject(line, Optional.ofNullable(header.getNewPath()).orElse(""), "a combined diff of a merge cannot be applied"));
                continue;
            }
            FilePatch file = named(header, line);
            if (file.from().isEmpty() && file.to().isEmpty()) {
                faults.add(new UnifiedPatch.Reject(line, "", "it names no file"));
            } else if (renamesAnother(header)) {
                faults.add(new UnifiedPatch.Reject(line, file.shown(), "its headers name different files"));
            } else {
                files.add(file);
            }
        }
        if (files.isEmpty() && faults.isEmpty()) {
            faults.add(new UnifiedPatch.Reject(1, "", "there is no change of a file in it"));
        }
        return new ParsedPatch(text, List.copyOf(files), List.copyOf(faults));
    }

    List<WorkspacePath> paths() {
        return files.stream().flatMap(f -> Stream.of(f.from(), f.to())).filter(names -> !names.isEmpty()).map(List::getFirst)
                .filter(name -> WorkspacePath.faultOf(name).isEmpty()).map(WorkspacePath::of).distinct().sorted().toList();
    }

    int lineOf(int offset) {
        return lineOf(text, offset);
    }

    private static int lineOf(byte[] text, int offset) {
        int line = 1;
        for (int i = 0; i < Math.min(offset, text.length); i++) {
            line += text[i] == '\n' ? 1 : 0;
        }
        return line;
    }

    /// JGit only warns where a hunk has other lines than its header says; a signature after the last hunk is no fault.
    private static boolean isHunkFault(Patch patch, FormatError error) {
        return patch.getFiles().stream().flatMap(f -> f.getHunks().stream())
                .anyMatch(h -> error.getOffset() >= h.getStartOffset() && error.getOffset() < h.getEndOffset()
                        && !new HunkText(h).isComplete());
    }

    private static FilePatch named(FileHeader header, int line) {
        String[] lines = headerLines(header);
        ChangeType type = header.getChangeType();
        boolean git = lines[0].startsWith("diff --git ");
        boolean prefixed = lines[0].startsWith("diff --git a/") || lines[0].startsWith("diff --git \"a/");
        Optional<String> twice = git && !prefixed ? twice(lines[0].substring("diff --git ".length())) : Optional.empty();
        List<String> from = fileLine(lines, "rename from ").or(() -> fileLine(lines, "copy from ")).map(List::of)
                .or(() -> fileLine(lines, "--- ").map(name -> guesses(name, "a/", prefixed)))
                .orElseGet(() -> twice.or(() -> Optional.ofNullable(header.getOldPath())).map(List::of).orElse(List.of()));
        List<String> to = fileLine(lines, "rename to ").or(() -> fileLine(lines, "copy to ")).map(List::of)
                .or(() -> fileLine(lines, "+++ ").map(name -> guesses(name, "b/", prefixed)))
                .orElseGet(() -> twice.or(() -> Optional.ofNullable(header.getNewPath())).map(List::of).orElse(List.of()));
        return new FilePatch(header, line, git && type == ChangeType.ADD ? List.of() : from,
                git && type == ChangeType.DELETE ? List.of() : to);
    }

    /// The name in `name name`, the header of a patch without prefixes.
    private static Optional<String> twice(String names) {
        int half = names.length() / 2;
        return names.length() % 2 == 1 && names.charAt(half) == ' ' && names.substring(0, half).equals(names.substring(half + 1))
                ? Optional.of(names.substring(0, half)) : Optional.empty();
    }

    /// JGit lets a later header line win over an earlier one of the same file.
    private static boolean renamesAnother(FileHeader header) {
        String[] lines = headerLines(header);
        Optional<String> moved = fileLine(lines, "rename to ").or(() -> fileLine(lines, "copy to "));
        Optional<String> named = fileLine(lines, "+++ ");
        return moved.isPresent() && named.isPresent() && !guesses(named.get(), "b/", false).contains(moved.get());
    }

    private static String[] headerLines(FileHeader header) {
        return new String(header.getBuffer(), header.getStartOffset(), headerEnd(header) - header.getStartOffset(),
                StandardCharsets.UTF_8).split("\n");
    }

    private static int headerEnd(FileHeader header) {
        return header.getHunks().stream().mapToInt(HunkHeader::getStartOffset).min()
                .orElse(header.getForwardBinaryHunk() != null ? header.getForwardBinaryHunk().getStartOffset() : header.getEndOffset());
    }

    private static Optional<String> fileLine(String[] lines, String mark) {
        for (String line : lines) {
            if (line.startsWith(mark)) {
                String name = line.substring(mark.length());
                boolean quoted = name.startsWith("\"") && name.indexOf('"', 1) > 0;
                int tab = name.indexOf('\t');
                String plain = (tab >= 0 ? name.substring(0, tab) : name).stripTrailing();
                String epoch = tab >= 0 ? name.substring(tab + 1) : "";
                String result = quoted ? QuotedString.GIT_PATH.dequote(name.substring(0, name.lastIndexOf('"') + 1)) : plain;
                return Optional.of(isNothing(epoch) ? "/dev/null" : result);
            }
        }
        return Optional.empty();
    }

    /// `diff -N` gives a missing file the time 0, in any zone.
    private static boolean isNothing(String time) {
        return time.matches("(1970-01-01|1969-12-31) \\d\\d:\\d\\d:00(\\.0+)? [-+]\\d{4}\\s*");
    }

    private static List<String> guesses(String name, String prefix, boolean prefixed) {
        if (name.equals("/dev/null")) {
            return List.of();
        }
        if (!name.startsWith("a/") && !name.startsWith(prefix)) {
            return List.of(name);
        }
        return prefixed ? List.of(name.substring(2)) : List.of(name.substring(2), name);
    }
}
