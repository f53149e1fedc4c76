package dev.countersign.changeset;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Three texts brought together: what two sides made of one base, line by line.
///
/// A change of one side stands where the other side left those lines and their neighbours alone; the same change on both sides
/// stands once; anything else is a conflict and is left to a person. Changes that touch each other conflict, as in
/// `git merge-file`. Line ends, a byte order mark and the encoding are merged before the lines: where one side only turned
/// `\n` into `\r\n`, the other side's lines are taken with `\r\n`. Deterministic: the same three texts always have the same
/// chunks.
///
/// @param base   in the form of the result (its line ends, encoding and mark), as are `ours` and `theirs`
/// @param chunks in order, together covering all lines of all three texts; no two neighbours that are both unchanged
/// @param coarse the differ ran out of its budget: there may be conflicts that a finer comparison would not have
public record Merge(TextFile base, TextFile ours, TextFile theirs, List<Chunk> chunks, boolean coarse) {
    public Merge {
        chunks = List.copyOf(chunks);
    }

    /// Where the lines of a settled chunk come from.
    public enum Origin { UNCHANGED, OURS, THEIRS, BOTH }

    /// A part of the merge, by its lines in each of the three texts.
    public sealed interface Chunk {
        LineRange base();

        LineRange ours();

        LineRange theirs();
    }

    /// Lines that stand as `origin` has them.
    public record Settled(LineRange base, LineRange ours, LineRange theirs, Origin origin) implements Chunk {}

    /// Lines that both sides changed in different ways.
    ///
    /// @param index its place among the conflicts, from 0
    public record Conflict(int index, LineRange base, LineRange ours, LineRange theirs) implements Chunk {}

    /// How a person settled one conflict.
    public sealed interface Resolution {
        record Ours() implements Resolution {}

        record Theirs() implements Resolution {}

        record OursThenTheirs() implements Resolution {}

        record TheirsThenOurs() implements Resolution {}

        record Base() implements Resolution {}

        /// The person's own lines. Written in the file's encoding and line ends; a missing last end is added where lines follow.
        record Own(String text) implements Resolution {}
    }

    /// Merges. Empty where the texts are in encodings that cannot stand in one file, or both sides changed the encoding or the
    /// byte order mark in different ways: then only one side or the other can be taken.
    public static Optional<Merge> of(TextFile base, TextFile ours, TextFile theirs) {
        return TextForm.common(base, ours, theirs).map(texts -> new MergeChunks(texts.base(), texts.ours(), texts.theirs()).merge());
    }

    public List<Conflict> conflicts() {
        return chunks.stream().filter(Conflict.class::isInstance).map(Conflict.class::cast).toList();
    }

    public boolean isClean() {
        return chunks.stream().noneMatch(Conflict.class::isInstance);
    }

    /// Places that only `ours` changed.
    public int oursOnly() {
        return count(Origin.OURS);
    }

    /// Places that only `theirs` changed.
    public int theirsOnly() {
        return count(Origin.THEIRS);
    }

    private int count(Origin origin) {
        return (int) chunks.stream().filter(c -> c instanceof Settled settled && settled.origin() == origin).count();
    }

    /// The merged text.
    ///
    /// @throws IllegalStateException where there are conflicts
    public TextFile text() {
        return text(Map.of());
    }

    /// The merged text with each conflict settled.
    ///
    /// @param resolutions by [Conflict#index]
    /// @throws IllegalStateException where a conflict has none
    public TextFile text(Map<Integer, Resolution> resolutions) {
        var out = new Lines();
        for (Chunk chunk : chunks) {
            switch (chunk) {
                case Settled settled -> out.add(settled.origin() == Origin.THEIRS ? theirs : ours,
                        settled.origin() == Origin.THEIRS ? settled.theirs() : settled.ours());
                case Conflict conflict -> add(out, conflict, Optional.ofNullable(resolutions.get(conflict.index()))
                        .orElseThrow(() -> new IllegalStateException("conflict " + (conflict.index() + 1) + " is open")));
            }
        }
        return out.file();
    }

    /// The lines that `resolution` puts in place of `conflict`, for a person to see.
    public TextFile resolved(Conflict conflict, Resolution resolution) {
        var out = new Lines();
        add(out, conflict, resolution);
        return out.file();
    }

    private void add(Lines out, Conflict conflict, Resolution resolution) {
        switch (resolution) {
            case Resolution.Ours _ -> out.add(ours, conflict.ours());
            case Resolution.Theirs _ -> out.add(theirs, conflict.theirs());
            case Resolution.Base _ -> out.add(base, conflict.base());
            case Resolution.OursThenTheirs _ -> {
                out.add(ours, conflict.ours());
                out.add(theirs, conflict.theirs());
            }
            case Resolution.TheirsThenOurs _ -> {
                out.add(theirs, conflict.theirs());
                out.add(ours, conflict.ours());
            }
            case Resolution.Own(var words) -> {
                TextFile own = TextFile.of(words, ours.charset(), false);
                boolean plain = words.indexOf('\r') < 0;
                for (int i = 0; i < own.lines().size(); i++) {
                    String end = own.ends().get(i);
                    out.add(own.lines().get(i), plain && !end.isEmpty() ? usualEnd() : end);
                }
            }
        }
    }

    /// The line end of new lines: that of most lines of ours, else of theirs.
    String usualEnd() {
        return (ours.lines().isEmpty() ? theirs : ours).usualEnd();
    }

    private final class Lines {
        private final List<String> lines = new ArrayList<>();
        private final List<String> ends = new ArrayList<>();

        void add(TextFile from, LineRange range) {
            for (int i = range.from(); i < range.to(); i++) {
                add(from.lines().get(i), from.ends().get(i));
            }
        }

        void add(String line, String end) {
            // An unfinished line must not run into the next one.
            if (!ends.isEmpty() && ends.getLast().isEmpty()) {
                ends.set(ends.size() - 1, usualEnd());
            }
            lines.add(line);
            ends.add(end);
        }

        TextFile file() {
            return new TextFile(lines, ends, ours.charset(), ours.byteOrderMark());
        }
    }
}
