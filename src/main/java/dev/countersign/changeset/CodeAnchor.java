package dev.countersign.changeset;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A range of lines, held by its words rather than by its numbers, so that it is found again in a later version of the file.
///
/// A line number says where the range was; what it is about are the quoted lines. They are found where they stand exactly as
/// they were. Where they stand more than once, the lines around them decide, and the nearest of equal ones; where nothing tells
/// one place from another, none is found, since a remark at the wrong place is worse than one that says it is outdated.
///
/// @param side   which side of the change the lines were on
/// @param line   0-based, of the first of them
/// @param quote  the lines themselves, without line ends; at least one
/// @param above  up to [#AROUND] lines before them
/// @param below  up to [#AROUND] lines behind them
/// @param unique whether the quoted lines stood in the file once
public record CodeAnchor(Side side, int line, List<String> quote, List<String> above, List<String> below, boolean unique) {
    /// Lines kept of the surroundings, on each side.
    public static final int AROUND = 3;

    public enum Side { BEFORE, AFTER }

    public CodeAnchor {
        quote = List.copyOf(quote);
        above = List.copyOf(above);
        below = List.copyOf(below);
        if (line < 0 || quote.isEmpty()) {
            throw new IllegalArgumentException(quote.size() + " lines from " + line);
        }
    }

    /// The lines `range` of a file.
    ///
    /// @throws IllegalArgumentException for an empty range or one outside of the file
    public static CodeAnchor of(Side side, List<String> lines, LineRange range) {
        if (range.isEmpty() || range.to() > lines.size()) {
            throw new IllegalArgumentException(range + " of " + lines.size() + " lines");
        }
        List<String> quote = lines.subList(range.from(), range.to());
        return new CodeAnchor(side, range.from(), quote, lines.subList(Math.max(0, range.from() - AROUND), range.from()),
                lines.subList(range.to(), Math.min(lines.size(), range.to() + AROUND)), places(lines, quote).size() == 1);
    }

    /// Where it was, 0-based.
    public LineRange range() {
        return new LineRange(line, line + quote.size());
    }

    /// Where the quoted lines stand in another version of the file; empty where they are gone, or where it cannot be told which of
    /// several equal places was meant.
    public Optional<LineRange> find(List<String> lines) {
        List<Integer> places = places(lines, quote);
        if (places.isEmpty()) {
            return Optional.empty();
        }
        int best = -1;
        int bestScore = -1;
        for (int place : places) {
            int score = around(lines, place);
            if (score > bestScore || score == bestScore && Math.abs(place - line) < Math.abs(best - line)) {
                best = place;
                bestScore = score;
            }
        }
        boolean certain = unique && places.size() == 1 || bestScore > 0 || above.isEmpty() && below.isEmpty() && places.size() == 1;
        return certain ? Optional.of(new LineRange(best, best + quote.size())) : Optional.empty();
    }

    /// How many lines around a place are as they were.
    private int around(List<String> lines, int place) {
        int score = 0;
        for (int i = 1; i <= above.size() && place - i >= 0 && lines.get(place - i).equals(above.get(above.size() - i)); i++) {
            score++;
        }
        int end = place + quote.size();
        for (int i = 0; i < below.size() && end + i < lines.size() && lines.get(end + i).equals(below.get(i)); i++) {
            score++;
        }
        return score;
    }

    private static List<Integer> places(List<String> lines, List<String> quote) {
        var places = new ArrayList<Integer>();
        String first = quote.getFirst();
        for (int at = 0; at + quote.size() <= lines.size(); at++) {
            if (lines.get(at).equals(first) && lines.subList(at, at + quote.size()).equals(quote)) {
                places.add(at);
            }
        }
        return places;
    }
}
