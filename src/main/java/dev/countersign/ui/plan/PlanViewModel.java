package dev.countersign.ui.plan;

import dev.countersign.fault.Problem;
import dev.countersign.plan.Contract;
import dev.countersign.plan.Node;
import dev.countersign.plan.NodeClass;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.Plan;
import dev.countersign.plan.PlanDraft;
import dev.countersign.plan.PlanFile;
import dev.countersign.plan.PlanValidator;
import dev.countersign.run.SavedPlan;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Texts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// A plan as it is edited: what is typed is judged at once, at its node, and kept whatever is wrong with it; the plan starts when nothing
/// is. Every edit can be taken back. JavaFX thread.
public final class PlanViewModel {
    private final Texts texts = Texts.of(PlanViewModel.class);
    private final PlanTerms terms;
    private final Background background;
    private PlanDraft draft;
    /// What was typed last, so that a word is one edit, not one for each letter.
    private Optional<Typing> typing = Optional.empty();
    private boolean filling;
    /// Of the selected node in the plan: where it is gone, the one that stands there now is selected.
    private int place;
    private final UnfitTexts unfit = new UnfitTexts();

    private final ReadOnlyObjectWrapper<Plan> plan;
    private final ReadOnlyObjectWrapper<List<PlanCard>> cards = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<List<PlanValidator.Fault>> faults = new ReadOnlyObjectWrapper<>(List.of());
    private final ObjectProperty<Optional<NodeId>> selected = new SimpleObjectProperty<>(Optional.empty());
    private final Map<PlanField, StringProperty> fields = new EnumMap<>(PlanField.class);
    private final ReadOnlyStringWrapper said = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper undoReason = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper startReason = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper editReason = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper mergeReason = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper splitReason = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem = new ReadOnlyObjectWrapper<>(Optional.empty());

    private record Typing(NodeId node, PlanField field) {}

    public PlanViewModel(Plan first, PlanTerms terms, Background background) {
        this.terms = terms;
        this.background = background;
        this.draft = PlanDraft.of(first);
        this.plan = new ReadOnlyObjectWrapper<>(first);
        for (PlanField field : PlanField.values()) {
            var text = new SimpleStringProperty("");
            text.addListener((_, _, now) -> type(field, now));
            fields.put(field, text);
        }
        selected.addListener((_, _, _) -> {
            typing = Optional.empty();
            said.set("");
            place = node().map(draft.plan().nodes()::indexOf).orElse(place);
            fill();
            judge();
        });
        show();
        selected.set(first.nodes().stream().map(Node::id).filter(id -> fixed(id).isEmpty()).findFirst()
                .or(() -> first.nodes().stream().map(Node::id).findFirst()));
    }

    /// As it stands; it can run where [#startReasonProperty] is empty.
    public ReadOnlyObjectProperty<Plan> planProperty() {
        return plan.getReadOnlyProperty();
    }

    /// The nodes in the order of the plan.
    public ReadOnlyObjectProperty<List<PlanCard>> cardsProperty() {
        return cards.getReadOnlyProperty();
    }

    public ObjectProperty<Optional<NodeId>> selectedProperty() {
        return selected;
    }

    /// Everything that is wrong, in the order of the nodes.
    public ReadOnlyObjectProperty<List<PlanValidator.Fault>> faultsProperty() {
        return faults.getReadOnlyProperty();
    }

    /// What is typed of the selected node.
    public StringProperty fieldProperty(PlanField field) {
        return fields.get(field);
    }

    /// What is wrong with a field of the selected node; empty text for nothing.
    public String fault(PlanField field) {
        return selected.get().flatMap(id -> faults.get().stream().filter(f -> f.key().equals(field.key()) && isOf(f, id)).map(PlanValidator.Fault::sentence)
                .findFirst()).orElse("");
    }

    /// Two nodes that own one file are both at fault.
    private static boolean isOf(PlanValidator.Fault fault, NodeId id) {
        return fault.node().equals(Optional.of(id)) || fault.key().equals(PlanField.OWNS.key()) && fault.sentence().contains("\"" + id + "\"");
    }

    /// Why the last command was not done; empty text where it was.
    public ReadOnlyStringProperty saidProperty() {
        return said.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty undoReasonProperty() {
        return undoReason.getReadOnlyProperty();
    }

    /// Why the plan cannot run as it stands, or empty text.
    public ReadOnlyStringProperty startReasonProperty() {
        return startReason.getReadOnlyProperty();
    }

    /// Why the selected node cannot be changed, or empty text.
    public ReadOnlyStringProperty editReasonProperty() {
        return editReason.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty mergeReasonProperty() {
        return mergeReason.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty splitReasonProperty() {
        return splitReason.getReadOnlyProperty();
    }

    /// What went wrong with a file; empty where nothing did.
    public ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    public PlanTerms terms() {
        return terms;
    }

    public Optional<Node> node() {
        return selected.get().flatMap(draft.plan()::node);
    }

    /// The nodes that the selected one could wait for, or be merged with.
    public List<NodeId> others() {
        return draft.plan().nodes().stream().map(Node::id).filter(id -> !Optional.of(id).equals(selected.get())).toList();
    }

    /// @param name empty for the run's own
    public void agent(Optional<String> name) {
        edit(id -> draft.agent(id, name));
    }

    public void kind(NodeClass kind) {
        edit(id -> draft.kind(id, kind));
    }

    /// Has the selected node wait for another, or no more.
    public void after(NodeId other, boolean waits) {
        node().ifPresent(node -> {
            var after = new ArrayList<>(node.after());
            after.remove(other);
            if (waits) {
                after.add(other);
            }
            edit(id -> draft.after(id, after));
        });
    }

    /// Moves the selected node in the order of the plan. @param by negative is earlier
    public void move(int by) {
        edit(id -> draft.move(id, by));
    }

    /// Makes one node of the selected one and `other`.
    public void merge(NodeId other) {
        if (fixed(other).isPresent()) {
            said.set(fixed(other).get());
            return;
        }
        edit(id -> draft.merge(id, other));
    }

    /// Takes files out of the selected node into a new one after it. @return whether that was done; [#saidProperty] says why not
    public boolean split(String name, List<String> owns, String goal) {
        if (unfitName(name)) {
            said.set(texts.text("fault.name"));
            return false;
        }
        return edit(id -> draft.split(id, new NodeId(name.strip()), owns, goal));
    }

    public void drop() {
        if (draft.plan().nodes().size() == 1) {
            said.set(texts.text("said.last"));
            return;
        }
        edit(draft::drop);
    }

    /// A new node at the end, which waits for nothing.
    public void add() {
        int number = 1;
        while (draft.plan().node(new NodeId("node-" + number)).isPresent()) {
            number++;
        }
        var id = new NodeId("node-" + number);
        if (take(draft.add(new Node(id, texts.text("new.goal"), NodeClass.IMPLEMENTATION, List.of(), Optional.empty(), Contract.OPEN)))) {
            selected.set(Optional.of(id));
        }
    }

    /// Takes the last edit back.
    public void undo() {
        if (!unfit.isEmpty()) {
            // what was no value of its field yet is not in the draft
            unfit.clear();
            show();
            fill();
            return;
        }
        take(draft.undo());
    }

    /// Puts the plan of a file in place of this one, which undo brings back.
    public void load(Path file) {
        problem.set(Optional.empty());
        String task = plan.get().task();
        background.run(texts.text("work.load"), _ -> PlanFile.read(file, task)).onSuccess(read -> {
            unfit.clear();
            take(new PlanDraft.Edited.Done(draft.with(read)));
        }).onFailure(found -> problem.set(Optional.of(found)));
    }

    /// Writes the plan as it stands to a file in JSON.
    public void save(Path file) {
        problem.set(Optional.empty());
        Plan now = plan.get();
        background.run(texts.text("work.save"), _ -> SavedPlan.write(now, file))
                .onSuccess(where -> said.set(texts.text("said.saved", where.getFileName().toString())))
                .onFailure(found -> problem.set(Optional.of(found)));
    }

    private interface Edit {
        PlanDraft.Edited of(NodeId id);
    }

    private boolean edit(Edit edit) {
        if (!editReason.get().isEmpty()) {
            said.set(editReason.get());
            return false;
        }
        return selected.get().map(id -> take(edit.of(id))).orElse(false);
    }

    private boolean take(PlanDraft.Edited edited) {
        typing = Optional.empty();
        return switch (edited) {
            case PlanDraft.Edited.Done done -> {
                draft = done.draft();
                said.set("");
                show();
                fill();
                yield true;
            }
            case PlanDraft.Edited.Refused refused -> {
                said.set(refused.why());
                yield false;
            }
        };
    }

    private void type(PlanField field, String text) {
        Optional<Node> found = node();
        if (filling || found.isEmpty()) {
            return;
        }
        Node node = found.get();
        if (field.of(node).equals(text)) {
            unfit.remove(node.id(), field);
        } else if (field == PlanField.NAME) {
            rename(node.id(), text);
        } else {
            field.in(node, text).ifPresentOrElse(next -> {
                unfit.remove(node.id(), field);
                typed(draft.typed(next), node.id(), field);
            }, () -> unfit.put(node.id(), field, text, texts.text(field == PlanField.GOAL ? "fault.goal" : "fault.check")));
        }
        show();
    }

    private void rename(NodeId id, String text) {
        if (unfitName(text)) {
            unfit.put(id, PlanField.NAME, text, texts.text("fault.name"));
            return;
        }
        var name = new NodeId(text.strip());
        switch (draft.rename(id, name)) {
            case PlanDraft.Edited.Done done -> {
                unfit.rename(id, name);
                typed(done.draft(), id, PlanField.NAME);
                typing = Optional.of(new Typing(name, PlanField.NAME));
                plan.set(draft.plan());
                follow(name);
            }
            case PlanDraft.Edited.Refused refused -> unfit.put(id, PlanField.NAME, text, refused.why());
        }
    }

    /// The selection goes with the name, and what is being typed stays as it is.
    private void follow(NodeId name) {
        Optional<Typing> going = typing;
        filling = true;
        selected.set(Optional.of(name));
        filling = false;
        typing = going;
    }

    private void typed(PlanDraft next, NodeId id, PlanField field) {
        var now = Optional.of(new Typing(id, field));
        draft = typing.equals(now) ? new PlanDraft(next.plan(), draft.earlier()) : next;
        typing = now;
        said.set("");
    }

    private static boolean unfitName(String text) {
        return !text.strip().matches("[a-z0-9][a-z0-9-]{0,39}");
    }

    private Optional<String> fixed(NodeId id) {
        return terms.fixed(id);
    }

    private void show() {
        unfit.retain(draft.plan());
        var all = new ArrayList<PlanValidator.Fault>();
        draft.plan().nodes().forEach(node -> all.addAll(unfit.faults(node.id())));
        all.addAll(draft.faults());
        all.addAll(terms.faults(draft.plan()));
        plan.set(draft.plan());
        faults.set(List.copyOf(all));
        var next = new ArrayList<PlanCard>();
        for (Node node : draft.plan().nodes()) {
            next.add(new PlanCard(node, next.size() + 1, node.agent().orElse(terms.agent()), all.stream().filter(f -> isOf(f, node.id()))
                    .map(PlanValidator.Fault::sentence).toList(), fixed(node.id()).orElse("")));
        }
        cards.set(List.copyOf(next));
        if (selected.get().flatMap(draft.plan()::node).isEmpty()) {
            List<Node> nodes = draft.plan().nodes();
            selected.set(nodes.isEmpty() ? Optional.empty() : Optional.of(nodes.get(Math.clamp(place, 0, nodes.size() - 1)).id()));
        }
        place = node().map(draft.plan().nodes()::indexOf).orElse(0);
        judge();
    }

    private void judge() {
        Optional<Node> node = node();
        boolean alone = draft.plan().nodes().size() < 2;
        editReason.set(node.isEmpty() ? texts.text("reason.none") : fixed(node.get().id()).orElse(""));
        mergeReason.set(!editReason.get().isEmpty() ? editReason.get() : alone ? texts.text("reason.alone") : "");
        splitReason.set(!editReason.get().isEmpty() ? editReason.get()
                : node.orElseThrow().contract().owns().size() < 2 ? texts.text("reason.split") : "");
        undoReason.set(draft.earlier().isEmpty() && unfit.isEmpty() ? texts.text("reason.undo") : "");
        startReason.set(faults.get().isEmpty() ? "" : texts.text("reason.start", faults.get().size(), faults.get().getFirst().sentence()));
    }

    private void fill() {
        filling = true;
        Optional<Node> node = node();
        fields.forEach((field, text) -> text.set(node.map(n -> unfit.text(n.id(), field).orElse(field.of(n))).orElse("")));
        filling = false;
    }
}
