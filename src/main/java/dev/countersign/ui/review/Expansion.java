package dev.countersign.ui.review;

import java.util.HashMap;
import java.util.Map;

/// How much of the unchanged text between hunks is shown beyond the context. Gap `g` lies before hunk `g`; the last gap lies
/// behind the last hunk.
///
/// @param gaps extra lines by gap; a gap that is not named shows its context only
public record Expansion(Map<Integer, Shown> gaps) {
    /// Lines that one step brings.
    public static final int STEP = 10;
    public static final Expansion NONE = new Expansion(Map.of());

    private static final int ALL = 1 << 29;

    public Expansion {
        gaps = Map.copyOf(gaps);
    }

    /// @param top    lines shown below the hunk above
    /// @param bottom lines shown above the hunk below
    public record Shown(int top, int bottom) {
        static final Shown CONTEXT = new Shown(0, 0);
    }

    Shown shown(int gap) {
        return gaps.getOrDefault(gap, Shown.CONTEXT);
    }

    /// Shows [#STEP] more lines below the hunk above the gap.
    public Expansion down(int gap) {
        Shown now = shown(gap);
        return put(gap, new Shown(Math.min(ALL, now.top + STEP), now.bottom));
    }

    /// Shows [#STEP] more lines above the hunk below the gap.
    public Expansion up(int gap) {
        Shown now = shown(gap);
        return put(gap, new Shown(now.top, Math.min(ALL, now.bottom + STEP)));
    }

    /// At least `top` lines more than the context below the hunk above the gap, and `bottom` above the one below it.
    Expansion atLeast(int gap, int top, int bottom) {
        Shown now = shown(gap);
        return put(gap, new Shown(Math.clamp(top, now.top, ALL), Math.clamp(bottom, now.bottom, ALL)));
    }

    public Expansion all(int gap) {
        return put(gap, new Shown(ALL, 0));
    }

    /// Every gap of a file with that many hunks.
    public static Expansion everything(int hunks) {
        var all = new HashMap<Integer, Shown>();
        for (int gap = 0; gap <= hunks; gap++) {
            all.put(gap, new Shown(ALL, 0));
        }
        return new Expansion(all);
    }

    private Expansion put(int gap, Shown shown) {
        var next = new HashMap<>(gaps);
        next.put(gap, shown);
        return new Expansion(next);
    }
}
