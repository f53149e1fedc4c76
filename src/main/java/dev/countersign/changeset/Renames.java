package dev.countersign.changeset;

import dev.countersign.workspace.Contents;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Pairs deleted with added files: first those of the same content, then text at least half alike.
///
/// Alike is what the lines that both have weigh, by their characters, against the heavier of the two. Empty files are no
/// renames of each other. Only regular files become alike; links pair by equal targets.
final class Renames {
    private static final int MAX_CANDIDATES = 200;
    private static final long MAX_BYTES = 1 << 20;

    private final List<FileChange.Deleted> deleted;
    private final List<FileChange.Added> added;
    private final Contents contents;
    private final List<FileChange.Renamed> found = new ArrayList<>();

    Renames(List<FileChange.Deleted> deleted, List<FileChange.Added> added, Contents contents) {
        this.deleted = new ArrayList<>(deleted.stream().filter(d -> canMove(d.before())).toList());
        this.added = new ArrayList<>(added.stream().filter(a -> canMove(a.after())).toList());
        this.contents = contents;
    }

    List<FileChange.Renamed> find() throws IOException {
        pairSame();
        deleted.removeIf(d -> !canCompare(d.before()));
        added.removeIf(a -> !canCompare(a.after()));
        if (!deleted.isEmpty() && !added.isEmpty() && deleted.size() <= MAX_CANDIDATES && added.size() <= MAX_CANDIDATES) {
            pairAlike();
        }
        return found;
    }

    private static boolean canMove(FileState state) {
        return state.kind() != FileState.Kind.FOLDER && state.size() > 0;
    }

    private static boolean canCompare(FileState state) {
        return state.kind() == FileState.Kind.FILE && state.size() <= MAX_BYTES;
    }

    private void pairSame() {
        record Content(FileState.Kind kind, Sha256 content) {
            static Content of(FileState state) {
                return new Content(state.kind(), state.content());
            }
        }
        var sources = new HashMap<Content, List<FileChange.Deleted>>();
        deleted.forEach(d -> sources.computeIfAbsent(Content.of(d.before()), _ -> new ArrayList<>()).add(d));
        // Of several copies the one that kept its name goes first, so that moving a folder pairs file with file.
        for (boolean sameName : new boolean[] {true, false}) {
            for (FileChange.Added target : List.copyOf(added)) {
                List<FileChange.Deleted> candidates = sources.getOrDefault(Content.of(target.after()), List.of());
                Optional<FileChange.Deleted> source = candidates.stream()
                        .filter(d -> !sameName || d.path().name().equals(target.path().name())).findFirst();
                source.ifPresent(s -> {
                    candidates.remove(s);
                    pair(s, target);
                });
            }
        }
    }

    private void pairAlike() throws IOException {
        var sources = new ArrayList<Optional<Weights>>();
        for (FileChange.Deleted source : deleted) {
            sources.add(Weights.of(contents.read(source.before().content())));
        }
        var pairs = new ArrayList<Pair>();
        for (FileChange.Added target : added) {
            Optional<Weights> b = Weights.of(contents.read(target.after().content()));
            for (int i = 0; i < deleted.size() && b.isPresent(); i++) {
                if (sources.get(i).isPresent()) {
                    double alike = sources.get(i).get().alike(b.get());
                    if (alike >= 0.5) {
                        pairs.add(new Pair(deleted.get(i), target, alike));
                    }
                }
            }
        }
        pairs.sort(Comparator.comparingDouble(Pair::alike).reversed()
                .thenComparing(p -> !p.source.path().name().equals(p.target.path().name()))
                .thenComparing(p -> p.source.path()).thenComparing(p -> p.target.path()));
        Set<Object> used = new HashSet<>();
        for (Pair pair : pairs) {
            if (!used.contains(pair.source) && !used.contains(pair.target)) {
                used.add(pair.source);
                used.add(pair.target);
                pair(pair.source, pair.target);
            }
        }
    }

    private void pair(FileChange.Deleted source, FileChange.Added target) {
        deleted.remove(source);
        added.remove(target);
        found.add(new FileChange.Renamed(source.path(), target.path(), source.before(), target.after()));
    }

    private record Pair(FileChange.Deleted source, FileChange.Added target, double alike) {}

    /// How much text each distinct line of a file makes up.
    private record Weights(Map<String, Integer> lines, long total) {

        static Optional<Weights> of(byte[] content) {
            return TextFile.read(content).map(text -> {
                var lines = new HashMap<String, Integer>();
                long total = 0;
                for (String line : text.lines()) {
                    lines.merge(line, line.length() + 1, Integer::sum);
                    total += line.length() + 1;
                }
                return new Weights(lines, total);
            });
        }

        double alike(Weights other) {
            long larger = Math.max(total, other.total);
            if (larger == 0 || 2 * Math.min(total, other.total) < larger) {
                return 0;
            }
            Map<String, Integer> few = lines.size() <= other.lines.size() ? lines : other.lines;
            Map<String, Integer> many = few == lines ? other.lines : lines;
            long shared = 0;
            for (var line : few.entrySet()) {
                shared += Math.min(line.getValue(), many.getOrDefault(line.getKey(), 0));
            }
            return (double) shared / larger;
        }
    }
}
