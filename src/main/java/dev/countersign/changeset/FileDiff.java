package dev.countersign.changeset;

import java.util.List;

/// How the content of one changed file differs.
public sealed interface FileDiff {

    /// Both sides are text. An added file has an empty before, a deleted one an empty after.
    ///
    /// @param hunks    in order, never touching each other
    /// @param coarse   the differ ran out of time and shows larger hunks than it could: say so
    record Text(TextFile before, TextFile after, List<Hunk> hunks, boolean coarse) implements FileDiff {
        public Text {
            hunks = List.copyOf(hunks);
        }

        /// Whether single lines can be taken. Not where one side is UTF-16 and the other is in another charset: their lines cannot
        /// stand in one file.
        public boolean hasLinesToChoose() {
            return before.charset().equals(after.charset()) || before.lines().isEmpty() || after.lines().isEmpty()
                    || !before.isWide() && !after.isWide();
        }

        /// The text with the chosen part of this change, as it would be written.
        ///
        /// @throws IllegalArgumentException for hunks or lines that are not there
        public TextFile taking(Selection.FileSelection chosen) {
            return switch (chosen) {
                case Selection.FileSelection.Whole _ -> after;
                case Selection.FileSelection.None _ -> before;
                case Selection.FileSelection.Hunks(var accepted) -> TextFile.read(Composition.of(this, accepted)).orElse(TextFile.EMPTY);
                case Selection.FileSelection.Lines lines -> TextFile.read(Composition.of(this, lines)).orElse(TextFile.EMPTY);
                case Selection.FileSelection.Edited(var words) -> LineEnds.keep(after.lines().isEmpty() ? before : after, words);
            };
        }

        public int added() {
            return hunks.stream().mapToInt(Hunk::afterCount).sum();
        }

        public int removed() {
            return hunks.stream().mapToInt(Hunk::beforeCount).sum();
        }
    }

    /// At least one side is binary: can be taken whole or not at all.
    record Binary(long beforeSize, long afterSize) implements FileDiff {}

    /// Too large to show (over [Differ#MAX_BYTES]): can be taken whole or not at all.
    record TooLarge(long beforeSize, long afterSize) implements FileDiff {}

    /// A link: the two target texts.
    record Link(String before, String after) implements FileDiff {}
}
