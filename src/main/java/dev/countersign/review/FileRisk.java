package dev.countersign.review;

import dev.countersign.workspace.WorkspacePath;
import java.util.Comparator;
import java.util.List;

/// How closely one changed file should be looked at, with each reason. Its score is the sum of the weights of the kinds of its
/// reasons, so that one reason more never lowers it. The natural order is that of reading: the greatest score first, then the path.
public record FileRisk(WorkspacePath path, List<Reason> reasons) implements Comparable<FileRisk> {
    private static final Comparator<FileRisk> ORDER = Comparator.comparingInt(FileRisk::score).reversed().thenComparing(FileRisk::path);

    /// @param reasons the gravest first, whatever the order they are given in
    public FileRisk {
        reasons = reasons.stream().sorted(Comparator.comparing(Reason::kind).thenComparingInt(Reason::line).thenComparing(Reason::says)).toList();
    }

    /// In one word. High from 50, medium from 20.
    public enum Level { HIGH, MEDIUM, LOW, NONE }

    public int score() {
        return reasons.stream().map(Reason::kind).distinct().mapToInt(Reason.Kind::weight).sum();
    }

    public Level level() {
        int score = score();
        return score >= 50 ? Level.HIGH : score >= 20 ? Level.MEDIUM : score > 0 ? Level.LOW : Level.NONE;
    }

    @Override
    public int compareTo(FileRisk other) {
        return ORDER.compare(this, other);
    }
}
