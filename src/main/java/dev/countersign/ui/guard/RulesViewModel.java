package dev.countersign.ui.guard;

import dev.countersign.fault.Problem;
import dev.countersign.plan.Contract;
import dev.countersign.plan.Node;
import dev.countersign.plan.NodeClass;
import dev.countersign.plan.NodeId;
import dev.countersign.policy.Action;
import dev.countersign.policy.Policy;
import dev.countersign.policy.Rulebook;
import dev.countersign.policy.Rulebook.Level;
import dev.countersign.policy.Rulebook.Tested;
import dev.countersign.policy.Ruling;
import dev.countersign.run.PolicyReplay;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Job;
import dev.countersign.ui.fx.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The rules in force by layer, one of them in front, and what was tried with them. What is typed is a draft until it is saved; tests,
/// the past and single actions are tried with the drafts in place. JavaFX thread.
public final class RulesViewModel {
    /// What came of trying the rules.
    sealed interface Outcome {
        record Tests(List<Tested> results) implements Outcome {
            long failed() {
                return results.stream().filter(one -> one.failure().isPresent()).count();
            }
        }

        record Past(PolicyReplay replay) implements Outcome {}

        /// @param what was tried, in words
        record Ruled(String what, List<Ruling> rulings) implements Outcome {}
    }

    /// What can be tried.
    enum Kind { COMMAND, CONNECTION }

    /// @param idle drafts that say what is saved
    private record Loaded(List<Rulebook.Layer> layers, List<Policy.RuleInfo> fixed, SortedMap<String, String> idle) {}

    private final RulesSource source;
    private final Background background;
    private final Texts texts = Texts.of(RulesViewModel.class);
    private final ObservableList<RuleRow> rows = FXCollections.observableArrayList();
    private final ObservableList<RuleRow> rowsView = FXCollections.unmodifiableObservableList(rows);
    private final SortedMap<String, String> drafts = new TreeMap<>();
    private final ReadOnlyObjectWrapper<Optional<RuleRow.File>> inFront = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Rulebook.Layer>> project = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Outcome>> outcome = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Job<?>>> trying = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ObjectProperty<Optional<Problem>> problem = new SimpleObjectProperty<>(Optional.empty());

    public RulesViewModel(RulesSource source, Background background) {
        this.source = source;
        this.background = background;
    }

    ObservableList<RuleRow> rows() {
        return rowsView;
    }

    ReadOnlyObjectProperty<Optional<RuleRow.File>> inFrontProperty() {
        return inFront.getReadOnlyProperty();
    }

    /// The project's own rules; empty where it has none.
    ReadOnlyObjectProperty<Optional<Rulebook.Layer>> projectProperty() {
        return project.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Optional<Outcome>> outcomeProperty() {
        return outcome.getReadOnlyProperty();
    }

    /// What is being tried now.
    ReadOnlyObjectProperty<Optional<Job<?>>> tryingProperty() {
        return trying.getReadOnlyProperty();
    }

    ObjectProperty<Optional<Problem>> problemProperty() {
        return problem;
    }

    /// Whether anything is typed that is not saved.
    boolean hasDrafts() {
        return !drafts.isEmpty();
    }

    /// Reads the rules anew; what was in front stays there.
    void load() {
        var typed = new TreeMap<>(drafts);
        background.run(texts.text("rules.reading"), _ -> {
            Rulebook book = tried(typed).rulebook().orElseThrow();
            List<Policy.RuleInfo> fixed = source.policy().rules().stream().filter(rule -> !rule.name().endsWith(".star")).toList();
            var idle = new TreeMap<String, String>();
            source.rulebook().layers().stream().filter(layer -> layer.level() == Level.USER).flatMap(layer -> layer.files().stream())
                    .filter(file -> file.text().equals(typed.get(file.name()))).forEach(file -> idle.put(file.name(), file.text()));
            return new Loaded(book.layers(), fixed, idle);
        }).onSuccess(this::show).onFailure(fault -> problem.set(Optional.of(fault)));
    }

    private void show(Loaded loaded) {
        loaded.idle.forEach(drafts::remove);
        var next = new ArrayList<RuleRow>();
        for (Rulebook.Layer layer : loaded.layers.reversed()) {
            if (layer.level() == Level.PROJECT && layer.files().isEmpty() && layer.fault().isEmpty()) {
                continue;
            }
            next.add(new RuleRow.Heading(layer));
            for (Rulebook.RuleFile file : layer.files()) {
                next.add(new RuleRow.File(file, file.level() == Level.USER && drafts.containsKey(file.name())));
            }
        }
        next.add(new RuleRow.FixedHeading());
        loaded.fixed.forEach(rule -> next.add(new RuleRow.Fixed(rule)));
        Optional<RuleRow.File> before = inFront.get();
        rows.setAll(next);
        project.set(loaded.layers.stream().filter(layer -> layer.level() == Level.PROJECT && !layer.files().isEmpty()).findFirst());
        List<RuleRow.File> files = files();
        inFront.set(before.flatMap(old -> files.stream().filter(row -> row.file().shown().equals(old.file().shown())).findFirst())
                .or(() -> files.stream().findFirst()));
    }

    private List<RuleRow.File> files() {
        return rows.stream().filter(RuleRow.File.class::isInstance).map(RuleRow.File.class::cast).toList();
    }

    void bringInFront(RuleRow.File row) {
        inFront.set(Optional.of(row));
    }

    /// Shows the place of a fault or a failed test.
    ///
    /// @param shown as faults name a file
    /// @return whether there is such a file
    boolean bringInFront(String shown) {
        Optional<RuleRow.File> found = files().stream().filter(row -> row.file().shown().equals(shown)).findFirst();
        found.ifPresent(this::bringInFront);
        return found.isPresent();
    }

    /// The text of the file in front was typed to be this.
    void typed(String text) {
        RuleRow.File row = inFront.get().filter(RuleRow.File::isEditable).orElse(null);
        if (row == null || text.equals(row.file().text())) {
            return;
        }
        drafts.put(row.file().name(), text);
        load();
    }

    /// A new file of the user's; it is saved with the first save.
    ///
    /// @return why the name cannot be taken; empty where it was
    Optional<String> create(String name) {
        String whole = name.strip().endsWith(".star") ? name.strip() : name.strip() + ".star";
        if (!whole.matches("[a-z0-9][a-z0-9_-]{0,59}\\.star")) {
            return Optional.of(texts.text("rules.name.wrong"));
        }
        if (files().stream().anyMatch(row -> row.isEditable() && row.file().name().equals(whole))) {
            return Optional.of(texts.text("rules.name.taken", whole));
        }
        boolean tests = whole.endsWith("_test.star");
        String text = texts.text(tests ? "rules.template.test" : "rules.template");
        drafts.put(whole, text);
        inFront.set(Optional.of(new RuleRow.File(new Rulebook.RuleFile(Level.USER, whole, "user/" + whole, text, List.of(), List.of()), true)));
        load();
        return Optional.empty();
    }

    void save() {
        inFront.get().filter(RuleRow.File::changed).ifPresent(row -> {
            String name = row.file().name();
            String text = drafts.get(name);
            problem.set(Optional.empty());
            background.run(texts.text("rules.saving", name), _ -> {
                source.rulebook().save(name, text);
                return name;
            }).onSuccess(_ -> {
                drafts.remove(name, text);
                load();
            }).onFailure(fault -> problem.set(Optional.of(fault)));
        });
    }

    /// Forgets what was typed into the file in front.
    void revert() {
        inFront.get().ifPresent(row -> {
            drafts.remove(row.file().name());
            problem.set(Optional.empty());
            load();
        });
    }

    /// Deletes the user's file in front.
    void remove() {
        inFront.get().filter(RuleRow.File::isEditable).ifPresent(row -> {
            String name = row.file().name();
            problem.set(Optional.empty());
            background.run(texts.text("rules.deleting", name), _ -> source.rulebook().remove(name)).onSuccess(_ -> {
                drafts.remove(name);
                load();
            }).onFailure(fault -> problem.set(Optional.of(fault)));
        });
    }

    /// Runs the tests beside the rules, of all layers.
    void test() {
        var typed = new TreeMap<>(drafts);
        attempt("rules.testing", progress -> new Outcome.Tests(tried(typed).rulebook().orElseThrow().test(progress)));
    }

    /// Rules on all that the ledger has.
    void replay() {
        var typed = new TreeMap<>(drafts);
        attempt("rules.replaying", progress -> new Outcome.Past(source.replay(tried(typed), progress)));
    }

    /// Rules on one action.
    void rule(Kind kind, String words) {
        var typed = new TreeMap<>(drafts);
        String asked = words.strip();
        if (asked.isEmpty()) {
            return;
        }
        Action action;
        try {
            action = action(kind, asked);
        } catch (IllegalArgumentException e) {
            problem.set(Optional.of(Problem.of("USAGE-001", dev.countersign.fault.Exit.USAGE, texts.text("rules.try.port", asked), "", texts.text("rules.try.port.next"))));
            return;
        }
        attempt("rules.ruling", _ -> new Outcome.Ruled(asked, tried(typed).rule(action)));
    }

    private static Action action(Kind kind, String words) {
        var node = new Node(new NodeId("try"), words, NodeClass.IMPLEMENTATION, List.of(), Optional.empty(), new Contract(List.of(), List.of(), List.of()));
        return switch (kind) {
            case COMMAND -> new Action.Run(node, List.of("sh", "-c", words), "agent's tool");
            case CONNECTION -> {
                int colon = words.lastIndexOf(':');
                boolean port = colon > 0 && words.substring(colon + 1).matches("\\d{1,6}") && (words.indexOf(':') == colon || words.startsWith("["));
                yield new Action.Connect(node, port ? words.substring(0, colon) : words, port ? Integer.parseInt(words.substring(colon + 1)) : 443);
            }
        };
    }

    private void attempt(String label, Background.Work<Outcome> work) {
        trying.get().ifPresent(Job::cancel);
        problem.set(Optional.empty());
        Job<Outcome> job = background.run(texts.text(label), work);
        trying.set(Optional.of(job));
        Runnable ended = () -> {
            if (trying.get().filter(now -> now == job).isPresent()) {
                trying.set(Optional.empty());
            }
        };
        job.onSuccess(found -> {
            ended.run();
            outcome.set(Optional.of(found));
        }).onFailure(fault -> {
            ended.run();
            problem.set(Optional.of(fault));
        }).onCancelled(ended);
    }

    void cancel() {
        trying.get().ifPresent(Job::cancel);
    }

    /// The rules with all drafts in place.
    private Policy tried(SortedMap<String, String> typed) {
        Policy rules = source.policy();
        for (var draft : typed.entrySet()) {
            rules = rules.rulebook().orElseThrow().with(Level.USER, draft.getKey(), draft.getValue());
        }
        return rules;
    }

    /// Trusts the project's rules as they are shown, or no longer does.
    void trust(boolean yes) {
        project.get().ifPresent(layer -> {
            problem.set(Optional.empty());
            background.run(texts.text("rules.trusting"), _ -> {
                source.trust(layer.digest(), yes);
                return yes;
            }).onSuccess(_ -> load()).onFailure(fault -> problem.set(Optional.of(fault)));
        });
    }
}
