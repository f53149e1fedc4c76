package dev.countersign.ui.review;

import dev.countersign.changeset.FileDiff;
import dev.countersign.review.FileRisk;
import dev.countersign.review.GeneratedFiles;
import dev.countersign.review.Reason;
import dev.countersign.review.Triage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.beans.InvalidationListener;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The changed files as a list of rows: in which order, which of them, in folders or flat. Files that tools wrote are folded at the
/// end, unless something about them deserves a look. JavaFX thread.
final class FileListModel {
    enum Sort { RISK, PATH, SIZE, UNDECIDED }

    /// What was worked out of a file, and from what.
    private record Known(boolean read, boolean failed, FileRisk risk, boolean generated) {}

    private final ObservableList<ReviewFile> files;
    private final ObservableList<FileRow> rows = FXCollections.observableArrayList();
    private final ObservableList<FileRow> rowsView = FXCollections.unmodifiableObservableList(rows);
    private final ObjectProperty<Sort> sort = new SimpleObjectProperty<>(this, "sort", Sort.PATH);
    private final BooleanProperty tree = new SimpleBooleanProperty(this, "tree");
    private final StringProperty filter = new SimpleStringProperty(this, "filter", "");
    private final ObjectProperty<Optional<Reason.Kind>> reason = new SimpleObjectProperty<>(this, "reason", Optional.empty());
    private final BooleanProperty generatedOpen = new SimpleBooleanProperty(this, "generatedOpen");
    private final Map<ReviewFile, Known> known = new HashMap<>();
    private final Set<String> closed = new HashSet<>();
    private Optional<Triage> triage = Optional.empty();
    private GeneratedFiles generated = GeneratedFiles.BY_NAME;
    private List<ReviewFile> order = List.of();

    FileListModel(ObservableList<ReviewFile> files) {
        this.files = files;
        InvalidationListener changed = _ -> refresh();
        files.addListener(changed);
        sort.addListener(changed);
        tree.addListener(changed);
        filter.addListener(changed);
        reason.addListener(changed);
        generatedOpen.addListener(changed);
        refresh();
    }

    ObservableList<FileRow> rows() {
        return rowsView;
    }

    ObjectProperty<Sort> sortProperty() {
        return sort;
    }

    BooleanProperty treeProperty() {
        return tree;
    }

    /// Text that the path holds, whatever its case.
    StringProperty filterProperty() {
        return filter;
    }

    /// Only files with a reason of this kind.
    ObjectProperty<Optional<Reason.Kind>> reasonProperty() {
        return reason;
    }

    BooleanProperty generatedOpenProperty() {
        return generatedOpen;
    }

    /// What makes the reasons from now on, and which files tools wrote.
    void triage(Triage with, GeneratedFiles tools) {
        triage = Optional.of(with);
        generated = tools;
        known.clear();
        refresh();
    }

    /// Opens or folds a folder, or what tools wrote.
    void toggle(FileRow row) {
        switch (row) {
            case FileRow.Changed _ -> { }
            case FileRow.Generated _ -> generatedOpen.set(!generatedOpen.get());
            case FileRow.Folder folder -> {
                if (!closed.remove(folder.path())) {
                    closed.add(folder.path());
                }
                refresh();
            }
        }
    }

    /// Makes a file's row appear, whatever is folded or filtered away.
    void reveal(ReviewFile file) {
        if (rows.stream().anyMatch(row -> row instanceof FileRow.Changed changed && changed.file() == file)) {
            return;
        }
        closed.remove(file.path().folder());
        if (isFolded(file)) {
            generatedOpen.set(true);
        }
        refresh();
    }

    FileRisk risk(ReviewFile file) {
        return known(file).risk;
    }

    /// The kinds of reasons that any file has, the gravest first.
    Set<Reason.Kind> kinds() {
        var kinds = EnumSet.noneOf(Reason.Kind.class);
        files.forEach(file -> risk(file).reasons().forEach(one -> kinds.add(one.kind())));
        return kinds;
    }

    /// Every file, in the order of the rows; those without a row last.
    List<ReviewFile> order() {
        return order;
    }

    /// Works the rows out again: files were read or decided.
    void refresh() {
        known.keySet().retainAll(new HashSet<>(files));
        String wanted = filter.get().toLowerCase(Locale.ROOT).strip();
        var plain = new ArrayList<ReviewFile>();
        var folded = new ArrayList<ReviewFile>();
        var away = new ArrayList<ReviewFile>();
        for (ReviewFile file : files) {
            boolean shown = file.path().value().toLowerCase(Locale.ROOT).contains(wanted)
                    && reason.get().map(kind -> risk(file).reasons().stream().anyMatch(r -> r.kind() == kind)).orElse(true);
            (!shown ? away : isFolded(file) ? folded : plain).add(file);
        }
        Comparator<ReviewFile> by = comparator();
        plain.sort(by);
        folded.sort(by);
        away.sort(by);
        var next = new ArrayList<FileRow>();
        var inOrder = new ArrayList<ReviewFile>();
        if (tree.get()) {
            var folders = new LinkedHashMap<String, List<ReviewFile>>();
            plain.forEach(file -> folders.computeIfAbsent(file.path().folder(), _ -> new ArrayList<>()).add(file));
            folders.forEach((folder, inside) -> {
                boolean open = !closed.contains(folder);
                next.add(new FileRow.Folder(folder, inside.size(), open));
                if (open) {
                    inside.forEach(file -> next.add(new FileRow.Changed(file, risk(file), true)));
                }
                inOrder.addAll(inside);
            });
        } else {
            plain.forEach(file -> next.add(new FileRow.Changed(file, risk(file), false)));
            inOrder.addAll(plain);
        }
        if (!folded.isEmpty()) {
            boolean open = generatedOpen.get() || !wanted.isEmpty() || plain.isEmpty();
            next.add(new FileRow.Generated(folded.size(), open));
            if (open) {
                folded.forEach(file -> next.add(new FileRow.Changed(file, risk(file), true)));
            }
        }
        inOrder.addAll(folded);
        inOrder.addAll(away);
        order = List.copyOf(inOrder);
        if (!next.equals(rows)) {
            rows.setAll(next);
        }
    }

    private boolean isFolded(ReviewFile file) {
        Known one = known(file);
        return one.generated && one.risk.level().compareTo(FileRisk.Level.MEDIUM) > 0;
    }

    private Comparator<ReviewFile> comparator() {
        Comparator<ReviewFile> byRisk = Comparator.comparing(this::risk);
        return switch (sort.get()) {
            case RISK -> byRisk;
            case PATH -> Comparator.comparing(ReviewFile::path);
            case SIZE -> Comparator.comparingInt(FileListModel::size).reversed().thenComparing(ReviewFile::path);
            case UNDECIDED -> Comparator.comparing((ReviewFile file) -> file.decided() == file.units()).thenComparing(byRisk);
        };
    }

    private static int size(ReviewFile file) {
        return file.diff().orElse(null) instanceof FileDiff.Text text ? text.added() + text.removed() : 0;
    }

    private Known known(ReviewFile file) {
        Known now = known.get(file);
        boolean read = file.diff().isPresent();
        boolean failed = file.fault().isPresent();
        if (now == null || now.read != read || now.failed != failed) {
            FileRisk risk = triage.map(with -> with.assess(file.change(), file.diff(), file.fault())).orElseGet(() -> new FileRisk(file.path(), List.of()));
            now = new Known(read, failed, risk, generated.why(file.change(), file.diff()).isPresent());
            known.put(file, now);
        }
        return now;
    }
}
