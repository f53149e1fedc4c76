package dev.countersign.changeset;

import java.util.List;

/// Looks for the place where a hunk fits exactly, nearest to where it says, with the rules of `git apply`: a hunk that begins at
/// line 1 fits only at the start, one without context at its end only at the end of the file.
///
/// @param floor lines before this belong to earlier hunks
record HunkPlace(List<String> lines, HunkText hunk, int floor) {

    /// The line of the file, or -1.
    int near(int stated) {
        boolean bare = hunk.leading() == 0 && hunk.trailing() == 0;
        if (bare || hunk.stated() <= 0) {
            return fits(stated) && (!hunk.before().isEmpty() || stated <= lines.size()) ? stated : -1;
        }
        if (hunk.trailing() == 0) {
            int last = lines.size() - hunk.before().size();
            return fits(last) ? last : -1;
        }
        for (int distance = 0; distance <= lines.size(); distance++) {
            if (fits(stated - distance)) {
                return stated - distance;
            }
            if (fits(stated + distance)) {
                return stated + distance;
            }
        }
        return -1;
    }

    /// @param line lines below the hunk's header
    record Mismatch(int line, String says) {}

    /// What is wrong at the stated place.
    Mismatch why(int stated) {
        for (int i = 0; i < hunk.before().size(); i++) {
            int at = stated + i;
            String wanted = hunk.before().get(i);
            if (at < 0 || at >= lines.size()) {
                return new Mismatch(hunk.place(i), "the file ends before line " + (at + 1));
            }
            String found = lines.get(at);
            if (!found.equals(wanted)) {
                boolean ends = found.stripTrailing().equals(wanted.stripTrailing());
                return new Mismatch(hunk.place(i), "line " + (at + 1) + " of the file "
                        + (ends ? "has another line end" : "is different"));
            }
        }
        return new Mismatch(0, "the file goes on where the patch expects its end");
    }

    private boolean fits(int at) {
        return at >= floor && at + hunk.before().size() <= lines.size()
                && lines.subList(at, at + hunk.before().size()).equals(hunk.before());
    }
}
