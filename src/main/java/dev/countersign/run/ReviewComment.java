package dev.countersign.run;

import dev.countersign.changeset.CodeAnchor;
import dev.countersign.workspace.WorkspacePath;
import java.time.Instant;

/// A remark about lines of a change, by a person, an agent that reviewed it, or a check. Plain text.
///
/// @param id       tells it from others of the same node; stays with it while it is edited and moves
/// @param path     of the change, as [dev.countersign.changeset.FileChange#path] names it
/// @param resolved somebody said that it is settled
public record ReviewComment(String id, WorkspacePath path, CodeAnchor anchor, String text, Author author, Instant at, boolean resolved) {

    /// Who made it. @param name of the user, the agent, or the check
    public record Author(Kind kind, String name) {
        public enum Kind { PERSON, AGENT, CHECK }

        public static Author person(String name) {
            return new Author(Kind.PERSON, name);
        }
    }

    public ReviewComment {
        if (id.isBlank() || text.isBlank()) {
            throw new IllegalArgumentException("a comment needs an id and words");
        }
    }

    public ReviewComment withText(String other, Instant now) {
        return new ReviewComment(id, path, anchor, other, author, now, resolved);
    }

    public ReviewComment withResolved(boolean yes) {
        return new ReviewComment(id, path, anchor, text, author, at, yes);
    }

    public ReviewComment withAnchor(CodeAnchor other) {
        return new ReviewComment(id, path, other, text, author, at, resolved);
    }

    /// "src/a.txt:12-14", of the version it was written on; "src/a.txt:12 (removed)" for lines of the old side
    public String place() {
        int from = anchor.line() + 1;
        int to = anchor.line() + anchor.quote().size();
        return path + ":" + from + (to > from ? "-" + to : "") + (anchor.side() == CodeAnchor.Side.BEFORE ? " (removed)" : "");
    }
}
