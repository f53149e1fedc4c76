package dev.countersign.changeset;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What three texts must have in common before their lines can be compared: encoding, byte order mark and line ends. Each is
/// merged like a line: the side that changed it wins.
///
/// @param charset of the bytes
/// @param mark    whether they start with a byte order mark
record TextForm(Charset charset, boolean mark) {

    /// The three texts in one form.
    record Texts(TextFile base, TextFile ours, TextFile theirs) {
        boolean anyMatch(java.util.function.Predicate<TextFile> test) {
            return test.test(base) || test.test(ours) || test.test(theirs);
        }

        Texts map(java.util.function.UnaryOperator<TextFile> change) {
            return new Texts(change.apply(base), change.apply(ours), change.apply(theirs));
        }
    }

    static Optional<Texts> common(TextFile base, TextFile ours, TextFile theirs) {
        var texts = new Texts(base, ours, theirs);
        if (texts.anyMatch(TextForm::isGuessed)) {
            texts = texts.map(file -> isAscii(file) ? in(file, new TextForm(StandardCharsets.ISO_8859_1, file.byteOrderMark())) : file);
            if (texts.anyMatch(file -> !isGuessed(file))) {
                // Bytes of an encoding that is only guessed cannot be turned into another one.
                return Optional.empty();
            }
        }
        Texts read = texts;
        return merged(of(read.base), of(read.ours), of(read.theirs))
                .map(form -> endsAlike(read.map(file -> in(file, form))));
    }

    private static TextForm of(TextFile file) {
        return new TextForm(file.charset(), file.byteOrderMark());
    }

    private static <T> Optional<T> merged(T base, T ours, T theirs) {
        return ours.equals(base) || ours.equals(theirs) ? Optional.of(theirs)
                : theirs.equals(base) ? Optional.of(ours) : Optional.empty();
    }

    private static TextFile in(TextFile file, TextForm form) {
        return new TextFile(file.lines(), file.ends(), form.charset, form.mark);
    }

    private static boolean isGuessed(TextFile file) {
        return file.charset().equals(StandardCharsets.ISO_8859_1);
    }

    private static boolean isAscii(TextFile file) {
        return !file.isWide() && !file.byteOrderMark()
                && file.lines().stream().allMatch(line -> line.chars().allMatch(ch -> ch < 0x80));
    }

    /// Files that have one kind of line end each are brought to the one that the merge of the three gives.
    private static Texts endsAlike(Texts texts) {
        Set<String> base = kinds(texts.base);
        Set<String> ours = kinds(texts.ours);
        Set<String> theirs = kinds(texts.theirs);
        if (base.size() != 1 || ours.size() > 1 || theirs.size() > 1) {
            return texts;
        }
        Optional<String> end = merged(base.iterator().next(), ours.stream().findFirst().orElse(base.iterator().next()),
                theirs.stream().findFirst().orElse(base.iterator().next()));
        return end.isEmpty() ? texts : texts.map(file -> ending(file, end.get()));
    }

    private static Set<String> kinds(TextFile file) {
        var kinds = new HashSet<>(file.ends());
        kinds.remove("");
        return kinds;
    }

    private static TextFile ending(TextFile file, String end) {
        if (file.ends().stream().allMatch(own -> own.isEmpty() || own.equals(end))) {
            return file;
        }
        List<String> ends = new ArrayList<>(file.ends());
        ends.replaceAll(own -> own.isEmpty() ? own : end);
        return new TextFile(file.lines(), ends, file.charset(), file.byteOrderMark());
    }
}
