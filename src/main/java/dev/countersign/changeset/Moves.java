package dev.countersign.changeset;

import dev.countersign.workspace.WorkspacePath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Blocks of lines that were not written anew: cut in one place and put in another, or copied, within a file or across files of
/// one changeset. For looking only; a move stays two hunks to decide.
///
/// A block is at least two lines with something in them and 20 letters or digits, the bound of `git diff --color-moved`. Lines
/// compare without the white space around them, so that a block which was only indented is found, and said to be. Blocks are taken
/// greedily, the longest at each added line; a removed line is moved at most once, what takes it again is a copy. The work is
/// linear in the lines: of a line that is frequent, only the first few places are tried.
public final class Moves {
    private static final int PLACES = 16;
    private static final int LEAST_LINES = 2;
    private static final int LEAST_CHARACTERS = 20;
    private static final int MOST_LINES = 2_000_000;

    /// A file of the changeset. @param from where its before side was
    public record Source(WorkspacePath from, WorkspacePath path, FileDiff.Text diff) {}

    /// Lines `start` to `start + count` of the after side of `path`, which stood, 0-based, at `fromStart` of the before side of `from`.
    ///
    /// @param moved  the lines were removed there; else they are still there, or went to another place: a copy
    /// @param exact  no white space around the lines changed
    public record Block(WorkspacePath from, int fromStart, WorkspacePath path, int start, int count, boolean moved, boolean exact) {}

    private record Place(int source, int line) {}

    private final List<Source> sources;
    private final Map<String, List<Place>> places = new HashMap<>();
    private final Map<WorkspacePath, Integer> sourceOf = new HashMap<>();
    private final boolean[][] removed;
    private final boolean[][] taken;
    private final List<Block> blocks = new ArrayList<>();

    private Moves(List<Source> sources) {
        this.sources = sources;
        removed = new boolean[sources.size()][];
        taken = new boolean[sources.size()][];
    }

    /// In the order of the sources and their lines.
    public static List<Block> of(Collection<Source> sources) {
        var moves = new Moves(List.copyOf(sources));
        moves.find();
        return List.copyOf(moves.blocks);
    }

    private void find() {
        long lines = sources.stream().mapToLong(s -> s.diff.before().lines().size() + (long) s.diff.after().lines().size()).sum();
        if (lines > MOST_LINES) {
            return;
        }
        for (int i = 0; i < sources.size(); i++) {
            mark(i);
        }
        // What was cut comes before what still stands: the same lines are rather moved than copied.
        index(true);
        index(false);
        for (int i = 0; i < sources.size(); i++) {
            for (Hunk hunk : sources.get(i).diff.hunks()) {
                find(sources.get(i), hunk);
            }
        }
    }

    private void mark(int source) {
        FileDiff.Text diff = sources.get(source).diff;
        sourceOf.put(sources.get(source).from, source);
        removed[source] = new boolean[diff.before().lines().size()];
        taken[source] = new boolean[diff.before().lines().size()];
        diff.hunks().forEach(hunk -> Arrays.fill(removed[source], hunk.beforeStart(), hunk.beforeEnd(), true));
    }

    private void index(boolean cut) {
        for (int i = 0; i < sources.size(); i++) {
            List<String> lines = sources.get(i).diff.before().lines();
            for (int line = 0; line < lines.size(); line++) {
                String text = lines.get(line).strip();
                if (removed[i][line] == cut && !text.isEmpty()) {
                    List<Place> known = places.computeIfAbsent(text, _ -> new ArrayList<>(1));
                    if (known.size() < PLACES) {
                        known.add(new Place(i, line));
                    }
                }
            }
        }
    }

    private void find(Source to, Hunk hunk) {
        List<String> lines = to.diff.after().lines();
        for (int line = hunk.afterStart(); line < hunk.afterEnd(); ) {
            Optional<Block> block = longest(to, line, hunk.afterEnd());
            if (block.isPresent() && isWorthIt(lines, block.get())) {
                keep(block.get());
            }
            line += block.map(Block::count).orElse(1);
        }
    }

    private Optional<Block> longest(Source to, int line, int end) {
        List<String> lines = to.diff.after().lines();
        Optional<Block> best = Optional.empty();
        for (Place place : places.getOrDefault(lines.get(line).strip(), List.of())) {
            Source from = sources.get(place.source);
            List<String> before = from.diff.before().lines();
            boolean cut = isCut(place.source, place.line);
            boolean exact = true;
            int count = 0;
            while (line + count < end && place.line + count < before.size()
                    && before.get(place.line + count).strip().equals(lines.get(line + count).strip())
                    && isCut(place.source, place.line + count) == cut) {
                exact &= before.get(place.line + count).equals(lines.get(line + count));
                count++;
            }
            if (best.isEmpty() || count > best.get().count || count == best.get().count && cut && !best.get().moved) {
                best = Optional.of(new Block(from.from, place.line, to.path, line, count, cut, exact));
            }
        }
        return best;
    }

    private boolean isCut(int source, int line) {
        return removed[source][line] && !taken[source][line];
    }

    private void keep(Block block) {
        blocks.add(block);
        if (block.moved) {
            Arrays.fill(taken[sourceOf.get(block.from)], block.fromStart, block.fromStart + block.count, true);
        }
    }

    private static boolean isWorthIt(List<String> lines, Block block) {
        int filled = 0;
        long characters = 0;
        for (String line : lines.subList(block.start, block.start + block.count)) {
            filled += line.isBlank() ? 0 : 1;
            characters += line.codePoints().filter(Character::isLetterOrDigit).count();
            if (filled >= LEAST_LINES && characters >= LEAST_CHARACTERS) {
                return true;
            }
        }
        return false;
    }
}
