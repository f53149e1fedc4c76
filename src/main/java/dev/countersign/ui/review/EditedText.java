package dev.countersign.ui.review;

import dev.countersign.changeset.TextFile;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A reviewer's own text in place of the agent's, as the file wants it: the editor knows `\n` only, so lines that were left
/// alone keep their own ends and new ones get the file's usual one.
final class EditedText {
    private EditedText() {}

    /// What the editor starts with.
    static String shown(TextFile file) {
        var text = new StringBuilder();
        for (int i = 0; i < file.lines().size(); i++) {
            text.append(file.lines().get(i)).append(file.ends().get(i).isEmpty() ? "" : "\n");
        }
        return text.toString();
    }

    /// The text of the editor with line ends after `file`.
    static String of(TextFile file, String typed) {
        String usual = usualEnd(file);
        List<String> lines = Arrays.asList(typed.split("\n", -1));
        boolean ended = typed.endsWith("\n");
        int count = ended || typed.isEmpty() ? lines.size() - 1 : lines.size();
        List<String> old = file.lines();
        int head = 0;
        while (head < Math.min(count, old.size()) && lines.get(head).equals(old.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < Math.min(count, old.size()) - head
                && lines.get(count - 1 - tail).equals(old.get(old.size() - 1 - tail))) {
            tail++;
        }
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            String end = i < head ? file.ends().get(i)
                    : i >= count - tail ? file.ends().get(old.size() - (count - i)) : usual;
            boolean last = i == count - 1;
            text.append(lines.get(i)).append(last && !ended ? "" : end.isEmpty() ? usual : end);
        }
        return text.toString();
    }

    /// The first character that the file's charset cannot hold.
    static Optional<String> unencodable(TextFile file, String text) {
        var encoder = file.charset().newEncoder();
        return text.codePoints().mapToObj(Character::toString).filter(ch -> !encoder.canEncode(ch)).findFirst();
    }

    private static String usualEnd(TextFile file) {
        return file.ends().stream().filter(end -> !end.isEmpty())
                .collect(Collectors.groupingBy(end -> end, Collectors.counting())).entrySet().stream()
                .max(java.util.Map.Entry.comparingByValue()).map(java.util.Map.Entry::getKey).orElse("\n");
    }
}
