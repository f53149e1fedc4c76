package dev.countersign.ui.review;

import dev.countersign.changeset.CodeAnchor;
import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.LineRange;
import dev.countersign.run.ReviewComment;
import dev.countersign.run.ReviewerVerdict;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.review.ReviewDrafts.DraftComment;
import dev.countersign.workspace.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The comments of one review, where each stands now. Each change is a step of the history.
final class ReviewComments {
    /// One comment as it is shown.
    ///
    /// @param place where its lines stand now; empty where they are gone: outdated
    record Shown(DraftComment kept, Optional<ReviewFile> file, Optional<LineRange> place) {
        ReviewComment comment() {
            return kept.comment();
        }

        boolean isOutdated() {
            return place.isEmpty();
        }

        Side side() {
            return comment().anchor().side() == CodeAnchor.Side.BEFORE ? Side.BEFORE : Side.AFTER;
        }
    }

    private static final Texts TEXTS = Texts.of(ReviewComments.class);

    private final ObservableList<Shown> shown = FXCollections.observableArrayList();
    private final ObservableList<Shown> view = FXCollections.unmodifiableObservableList(shown);
    private final ReviewHistory history;
    private final ReadOnlyIntegerWrapper open = new ReadOnlyIntegerWrapper(this, "open");
    private final InstantSource clock;
    private final String who;
    private final Runnable changed;
    private List<DraftComment> kept;
    private List<ReviewFile> files = List.of();

    /// @param who     the reviewer's name
    /// @param changed told after each change, to keep it
    ReviewComments(List<DraftComment> kept, String who, InstantSource clock, ReviewHistory history, Runnable changed) {
        this.kept = List.copyOf(kept);
        this.who = who;
        this.clock = clock;
        this.history = history;
        this.changed = changed;
        place();
    }

    /// In the order of the files and lines; outdated ones of a file behind the others.
    ObservableList<Shown> all() {
        return view;
    }

    /// How many would be sent with a revision.
    ReadOnlyIntegerProperty openProperty() {
        return open.getReadOnlyProperty();
    }

    List<DraftComment> kept() {
        return kept;
    }

    /// Those that would be sent, each anchored where it stands now.
    List<ReviewComment> open() {
        return shown.stream().filter(s -> s.kept().isOpen()).map(this::now).toList();
    }

    private ReviewComment now(Shown one) {
        return one.place().flatMap(range -> one.file().flatMap(file -> lines(file, one.side()))
                .map(lines -> one.comment().withAnchor(CodeAnchor.of(one.comment().anchor().side(), lines, range)))).orElse(one.comment());
    }

    Optional<ReviewComment> add(ReviewFile file, Side side, LineRange range, String text) {
        Optional<List<String>> lines = lines(file, side).filter(l -> !range.isEmpty() && range.to() <= l.size() && !text.isBlank());
        Optional<ReviewComment> comment = lines.map(l -> new ReviewComment(newId(), file.path(),
                CodeAnchor.of(side == Side.BEFORE ? CodeAnchor.Side.BEFORE : CodeAnchor.Side.AFTER, l, range), text.strip(),
                ReviewComment.Author.person(who), clock.instant(), false));
        comment.ifPresent(one -> {
            var next = new ArrayList<>(kept);
            next.add(new DraftComment(one, false));
            become(next);
        });
        return comment;
    }

    /// Takes in what reviewers say of lines of this very tree: as comments of theirs, which stay where their lines go when the tree
    /// changes. What a reviewer said of the same tree before, and does not say any more, goes.
    void findings(List<ReviewerVerdict> verdicts, Sha256 tree) {
        var next = new ArrayList<>(kept);
        for (ReviewerVerdict verdict : verdicts) {
            if (verdict.tree().equals(tree)) {
                String prefix = "f-" + tree.brief() + "-" + Sha256.of(verdict.reviewer().getBytes(StandardCharsets.UTF_8)).brief() + "-";
                List<ReviewComment> found = verdict.findings().stream().flatMap(f -> finding(prefix, verdict.reviewer(), f).stream()).toList();
                List<String> ids = found.stream().map(ReviewComment::id).toList();
                next.removeIf(k -> k.comment().id().startsWith(prefix) && !ids.contains(k.comment().id()));
                found.stream().filter(f -> next.stream().noneMatch(k -> k.comment().id().equals(f.id())))
                        .forEach(f -> next.add(new DraftComment(f, false)));
            }
        }
        if (!next.equals(kept)) {
            set(List.copyOf(next));
            changed.run();
        }
    }

    private Optional<ReviewComment> finding(String prefix, String reviewer, ReviewerVerdict.Finding one) {
        Optional<ReviewFile> file = one.path().flatMap(path -> files.stream().filter(f -> f.path().equals(path)).findFirst());
        return file.flatMap(f -> lines(f, Side.AFTER).filter(l -> one.line() > 0 && one.line() <= l.size()).map(l -> {
            String text = TEXTS.text("severity." + one.severity()) + ": " + one.says().strip();
            String id = prefix + Sha256.of((f.path() + ":" + one.line() + ":" + text).getBytes(StandardCharsets.UTF_8)).brief();
            return new ReviewComment(id, f.path(), CodeAnchor.of(CodeAnchor.Side.AFTER, l, new LineRange(one.line() - 1, one.line())), text,
                    new ReviewComment.Author(ReviewComment.Author.Kind.AGENT, reviewer), clock.instant(), false);
        }));
    }

    private String newId() {
        int number = 1;
        for (DraftComment one : kept) {
            String id = one.comment().id();
            number = id.matches("c\\d{1,6}") ? Math.max(number, Integer.parseInt(id.substring(1)) + 1) : number;
        }
        return "c" + number;
    }

    /// An edited comment is new to the agent: it is sent again.
    void edit(String id, String text) {
        if (!text.isBlank()) {
            become(kept.stream().map(k -> k.comment().id().equals(id)
                    ? new DraftComment(k.comment().withText(text.strip(), clock.instant()), false) : k).toList());
        }
    }

    void delete(String id) {
        become(kept.stream().filter(k -> !k.comment().id().equals(id)).toList());
    }

    void resolve(String id, boolean yes) {
        become(kept.stream().map(k -> k.comment().id().equals(id) ? new DraftComment(k.comment().withResolved(yes), k.sent()) : k).toList());
    }

    /// Notes that these went to the agent.
    void sent(List<ReviewComment> comments) {
        List<String> gone = comments.stream().map(ReviewComment::id).toList();
        Map<String, ReviewComment> moved = new HashMap<>();
        comments.forEach(c -> moved.put(c.id(), c));
        kept = kept.stream().map(k -> gone.contains(k.comment().id()) ? new DraftComment(moved.get(k.comment().id()), true) : k).toList();
        history.clear();
        place();
        changed.run();
    }

    private void become(List<DraftComment> next) {
        List<DraftComment> before = kept;
        List<DraftComment> after = List.copyOf(next);
        if (!after.equals(before)) {
            set(after);
            history.add(new ReviewHistory.Step(() -> set(withNewFindings(before)), () -> set(withNewFindings(after)), Optional.empty()));
            changed.run();
        }
    }

    /// A step back takes no reviewer's finding away that came since.
    private List<DraftComment> withNewFindings(List<DraftComment> then) {
        var all = new ArrayList<>(then);
        kept.stream().filter(k -> k.comment().author().kind() == ReviewComment.Author.Kind.AGENT
                && then.stream().noneMatch(t -> t.comment().id().equals(k.comment().id()))).forEach(all::add);
        return List.copyOf(all);
    }

    private void set(List<DraftComment> next) {
        kept = next;
        place();
    }

    /// Looks for the lines of every comment in these files as they are read now.
    void files(List<ReviewFile> now) {
        files = List.copyOf(now);
        place();
    }

    private void place() {
        var found = new ArrayList<Shown>();
        for (DraftComment one : kept) {
            Optional<ReviewFile> file = files.stream().filter(f -> f.path().equals(one.comment().path())).findFirst();
            CodeAnchor anchor = one.comment().anchor();
            Side side = anchor.side() == CodeAnchor.Side.BEFORE ? Side.BEFORE : Side.AFTER;
            found.add(new Shown(one, file, file.flatMap(f -> lines(f, side)).flatMap(anchor::find)));
        }
        found.sort(Comparator.<Shown>comparingInt(s -> s.file().map(files::indexOf).orElse(files.size()))
                .thenComparing(s -> s.comment().path()).thenComparingInt(s -> s.place().map(LineRange::from).orElse(Integer.MAX_VALUE)));
        shown.setAll(found);
        open.set((int) kept.stream().filter(DraftComment::isOpen).count());
    }

    private static Optional<List<String>> lines(ReviewFile file, Side side) {
        return file.diff().filter(FileDiff.Text.class::isInstance).map(FileDiff.Text.class::cast)
                .map(text -> side == Side.BEFORE ? text.before().lines() : text.after().lines());
    }
}
