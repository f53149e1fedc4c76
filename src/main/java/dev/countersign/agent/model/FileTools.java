package dev.countersign.agent.model;

import dev.countersign.agent.model.Toolbox.Done;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.StageFiles;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Reading, searching and changing files of the private copy, each within bounds.
final class FileTools {
    /// Lines of one reading.
    static final int LINES = 2_000;
    private static final long MOST_BYTES = 2L << 20;
    private static final int LONGEST_LINE = 2_000;
    private static final int ENTRIES = 1_000;
    private static final int WALKED = 200_000;
    private static final int HITS = 200;
    private static final long SEARCH_NANOS = 10_000_000_000L;

    private final StageFiles files;
    private final Progress progress;

    FileTools(StageFiles files, Progress progress) {
        this.files = files;
        this.progress = progress;
    }

    private Optional<String> text(WorkspacePath path) throws StageFiles.Refused, IOException {
        byte[] bytes = files.read(path, MOST_BYTES);
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.indexOf('\0') >= 0 ? Optional.empty() : Optional.of(text);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    Done read(WorkspacePath path, int from, int count) throws StageFiles.Refused, IOException {
        Optional<String> text = text(path);
        if (text.isEmpty()) {
            return Done.failed(path + " is no text in UTF-8.");
        }
        List<String> lines = text.get().lines().toList();
        if (from > Math.max(1, lines.size())) {
            return Done.failed(path + " has " + lines.size() + " lines.");
        }
        var shown = new StringBuilder();
        int to = (int) Math.min(lines.size(), from - 1L + Math.min(count, LINES));
        for (int i = from - 1; i < to; i++) {
            shown.append(i + 1).append('\t').append(cut(lines.get(i))).append('\n');
        }
        if (to < lines.size()) {
            shown.append("(").append(lines.size() - to).append(" more lines; read on from ").append(to + 1).append(")\n");
        }
        return Done.of(shown.isEmpty() ? "(the file is empty)" : shown.toString());
    }

    private static String cut(String line) {
        return line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "… (cut)" : line;
    }

    Done list(Optional<WorkspacePath> folder, int depth) throws StageFiles.Refused, IOException {
        List<StageFiles.Entry> found = files.list(folder, Math.min(depth, 20), ENTRIES);
        var shown = new StringBuilder();
        found.stream().limit(ENTRIES).forEach(entry -> shown.append(entry.path()).append(switch (entry.kind()) {
            case FOLDER -> "/";
            case FILE -> "";
            case LINK -> " (a link)";
            case OTHER -> " (no plain file)";
        }).append('\n'));
        if (found.size() > ENTRIES) {
            shown.append("(there are more; list a folder below, or fewer levels)\n");
        }
        return Done.of(shown.isEmpty() ? "(the folder is empty)" : shown.toString());
    }

    Done search(String pattern, Optional<WorkspacePath> folder, String glob, boolean literal) throws StageFiles.Refused, IOException {
        Pattern wanted;
        Optional<PathMatcher> matcher;
        try {
            wanted = Pattern.compile(literal ? Pattern.quote(pattern) : pattern);
            matcher = glob.isEmpty() ? Optional.empty() : Optional.of(FileSystems.getDefault().getPathMatcher("glob:" + glob));
        } catch (PatternSyntaxException e) {
            return Done.failed("That is no pattern: " + e.getDescription() + ".");
        }
        long until = System.nanoTime() + SEARCH_NANOS;
        var hits = new StringBuilder();
        int count = 0;
        try {
            for (StageFiles.Entry entry : files.list(folder, 60, WALKED)) {
                progress.check();
                if (entry.kind() != StageFiles.Kind.FILE || entry.size() > MOST_BYTES || matcher.isPresent() && !matches(matcher.get(), entry.path())) {
                    continue;
                }
                Optional<String> text = text(entry.path());
                int number = 0;
                for (String line : text.map(String::lines).map(java.util.stream.Stream::toList).orElse(List.of())) {
                    number++;
                    if (wanted.matcher(new TimedText(line, until)).find()) {
                        hits.append(entry.path()).append(':').append(number).append(": ").append(line.length() > 300 ? line.substring(0, 300) + "…" : line).append('\n');
                        if (++count == HITS) {
                            return Done.of(hits.append("(there may be more; narrow the pattern)\n").toString());
                        }
                    }
                }
            }
        } catch (TimedText.Over e) {
            return Done.of(hits.append("(the search took too long and was ended; use a simpler pattern, or fewer files)\n").toString());
        } catch (Progress.CancelledException e) {
            return Done.failed("It was stopped.");
        }
        return Done.of(hits.isEmpty() ? "(nothing was found)" : hits.toString());
    }

    private static boolean matches(PathMatcher matcher, WorkspacePath path) {
        return matcher.matches(Path.of(path.value())) || matcher.matches(Path.of(path.name())) || matcher.matches(Path.of("./" + path.value()));
    }

    Done write(WorkspacePath path, String content) throws StageFiles.Refused, IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        files.write(path, bytes);
        return Done.of("Wrote " + bytes.length + " bytes to " + path + ".");
    }

    Done edit(WorkspacePath path, String old, String replacement, boolean all) throws StageFiles.Refused, IOException {
        if (old.isEmpty()) {
            return Done.failed("The old text is empty; nothing was changed. To write a new file, use write.");
        }
        Optional<String> text = text(path);
        if (text.isEmpty()) {
            return Done.failed(path + " is no text in UTF-8.");
        }
        String whole = text.get();
        String from = old;
        String to = replacement;
        if (!whole.contains(from) && whole.contains("\r\n") && !from.contains("\r\n")) {
            // Models write plain line ends; a file keeps its own.
            from = from.replace("\n", "\r\n");
            to = to.replace("\n", "\r\n");
        }
        int first = whole.indexOf(from);
        if (first < 0) {
            return Done.failed("The old text does not stand in " + path + "; nothing was changed. Read the file again, and copy it exactly, without the line numbers.");
        }
        if (!all && whole.indexOf(from, first + 1) >= 0) {
            return Done.failed("The old text stands in " + path + " more than once; nothing was changed. Take more of what is around it, or say all.");
        }
        String changed = all ? whole.replace(from, to) : whole.substring(0, first) + to + whole.substring(first + from.length());
        files.write(path, changed.getBytes(StandardCharsets.UTF_8));
        return Done.of("Changed " + path + " from line " + (1 + whole.substring(0, first).lines().count() - (first > 0 && whole.charAt(first - 1) != '\n' ? 1 : 0)) + " on.");
    }
}
