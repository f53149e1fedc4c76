package dev.countersign.cli;

import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.Differ;
import dev.countersign.changeset.FileChange;
import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.Selection;
import dev.countersign.changeset.Selection.FileSelection;
import dev.countersign.run.Decision;
import dev.countersign.run.NodeView;
import dev.countersign.run.OutsideAnswer;
import dev.countersign.run.OutsideChange;
import dev.countersign.run.RunId;
import dev.countersign.run.Session;
import dev.countersign.verify.SensorResult;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One waiting node, decided in the terminal with the choices of the review modal. Leaving decides nothing.
final class TerminalReview {
    private static final String CHOICES = "[a]pply all  [h]unk by hunk  [d]iff  [p]review  [o]utput of checks  [c]omment  [e]dit a file  "
            + "[u]ndo  [redo]  [s]end back  [t]ry again  [r]eject  [l]ater ? ";

    /// What a person said of the node.
    sealed interface Answer {
        record Given(Decision decision) implements Answer {}

        /// The agent starts over.
        record StartOver() implements Answer {}

        record Later() implements Answer {}
    }

    private final Terminal terminal;
    private final Session session;
    private final RunId run;
    private final NodeView node;
    private final Changeset changeset;
    private final Contents contents;
    private final Map<WorkspacePath, FileDiff> diffs = new TreeMap<>();
    private final ReviewChoices chosen;
    private final CommentTalk comments;
    private final DiffPrinter printer;
    private final OutsideTalk outside;
    private boolean conflict;

    /// @param who    the user's name, for comments
    /// @param settle what becomes of conflicts with changes on disk
    TerminalReview(Terminal terminal, Session session, RunId run, NodeView node, String who, InstantSource clock, OutsideTalk.Settle settle) {
        outside = new OutsideTalk(terminal, settle);
        this.terminal = terminal;
        this.session = session;
        this.run = run;
        this.node = node;
        changeset = node.candidate().orElse(new Changeset(dev.countersign.workspace.Snapshot.EMPTY.treeHash(),
                dev.countersign.workspace.Snapshot.EMPTY.treeHash(), List.of()));
        contents = session.contents(run);
        chosen = new ReviewChoices(changeset, diffs);
        comments = new CommentTalk(terminal, diffs, chosen, who, clock);
        printer = new DiffPrinter(terminal, diffs);
    }

    Answer ask() throws IOException {
        for (FileChange change : changeset.changes()) {
            diffs.put(change.path(), new Differ().diff(change, contents, Differ.Options.EXACT));
        }
        head();
        while (true) {
            Optional<String> answer = terminal.ask(CHOICES);
            if (answer.isEmpty()) {
                return new Answer.Later();
            }
            switch (answer.get().strip()) {
                case "a", "apply" -> {
                    Optional<Decision> approval = approve(chosen.selection(true));
                    if (approval.isPresent()) {
                        return new Answer.Given(approval.get());
                    }
                }
                case "h" -> {
                    boolean all = new HunkTalk(terminal, changeset, diffs, chosen, comments, printer).ask();
                    Optional<Decision> approval = all ? approve(chosen.selection(false)) : Optional.empty();
                    if (approval.isPresent()) {
                        return new Answer.Given(approval.get());
                    }
                }
                case "d" -> changeset.changes().forEach(printer::diff);
                case "p" -> changeset.changes().forEach(change -> printer.preview(change, chosen));
                case "o" -> printOutputs();
                case "c" -> comments.ask();
                case "e" -> edit();
                case "u" -> terminal.say(chosen.undo() ? "Taken back." : "There is nothing to take back.");
                case "redo" -> terminal.say(chosen.redo() ? "Done again." : "There is nothing to do again.");
                case "s" -> {
                    Optional<Decision> revision = revise();
                    if (revision.isPresent()) {
                        return new Answer.Given(revision.get());
                    }
                }
                case "t" -> {
                    if (startsOver()) {
                        return new Answer.StartOver();
                    }
                }
                case "r" -> {
                    Optional<String> reason = terminal.ask("Why is it not wanted? ").filter(text -> !text.isBlank());
                    if (reason.isPresent()) {
                        return new Answer.Given(new Decision.Reject(reason.get()));
                    }
                }
                case "l", "q" -> {
                    return new Answer.Later();
                }
                default -> terminal.say("Answer with one of the letters in brackets.");
            }
        }
    }

    private boolean startsOver() {
        return terminal.ask("The agent starts over from the workspace as it is now; what it proposes here cannot be applied any more. "
                + (chosen.comments().isEmpty() ? "" : "Your comments go too: [s]end back sends them. ")
                + "Type \"again\" to start over: ").map(text -> text.strip().equals("again")).orElse(false);
    }

    private Optional<Decision> revise() {
        Optional<String> fault = session.revisionFault(run, node.node().id());
        if (fault.isPresent()) {
            terminal.say("This cannot be sent back: " + fault.get());
            return Optional.empty();
        }
        comments.list();
        String question = chosen.comments().isEmpty() ? "What should be different? "
                : "What else should be different (Enter: nothing; q: back)? ";
        Optional<String> feedback = terminal.ask(question).map(String::strip);
        if (feedback.isEmpty() || feedback.get().equals("q") && !chosen.comments().isEmpty()) {
            return Optional.empty();
        }
        var revise = new Decision.Revise(feedback.get(), chosen.comments());
        return revise.isBlank() ? Optional.empty() : Optional.of(revise);
    }

    /// Whether it was left with a conflict on disk that nobody settled.
    boolean isConflict() {
        return conflict;
    }

    private Optional<Decision> approve(Selection selection) throws IOException {
        Optional<String> fault = session.approvalFault(run, node.node().id());
        boolean failed = node.verification().map(v -> !v.isStable()).orElse(false);
        if (fault.isPresent() && !failed) {
            terminal.say("This cannot be applied: " + fault.get());
            return Optional.empty();
        }
        if (failed && !terminal.ask("Checks failed. Type \"apply\" to apply it all the same: ")
                .map(text -> text.strip().equals("apply")).orElse(false)) {
            return Optional.empty();
        }
        if (selection.files().values().stream().allMatch(FileSelection.None.class::isInstance)) {
            terminal.say("Nothing is selected; reject it instead.");
            return Optional.empty();
        }
        if (!chosen.comments().isEmpty() && !terminal.ask(CommentTalk.words(chosen.comments().size())
                + "; applying sends none. Type \"apply\" to apply all the same: ").map(text -> text.strip().equals("apply")).orElse(false)) {
            return Optional.empty();
        }
        if (!selection.isAllOf(changeset)) {
            terminal.say("What is left out makes another tree: it is checked before it is applied."
                    + (adopts() ? " What you left out is taken out of your files; the ledger keeps it." : ""));
        }
        List<OutsideChange> met = session.outside(run, node.node().id(), selection).files();
        Optional<Map<WorkspacePath, OutsideAnswer>> answers = outside.ask(met);
        if (answers.isEmpty()) {
            conflict = true;
            terminal.say("Nothing was applied: a file that changed on disk is not settled.");
            return Optional.empty();
        }
        conflict = false;
        if (!met.isEmpty()) {
            terminal.say("The merged tree is checked before it is applied.");
        }
        return Optional.of(new Decision.Approve(selection, "", failed, answers.get()));
    }

    private void head() throws IOException {
        terminal.say("");
        terminal.say(terminal.tint(Terminal.Tone.STRONG, "Review: " + node.node().id()) + "  " + Words.of(node.state()));
        terminal.say(node.node().goal());
        node.verification().ifPresent(verification -> {
            terminal.say("Checks of tree " + verification.tree().brief() + ", " + Words.energy(verification));
            for (SensorResult result : verification.results()) {
                terminal.say("  " + terminal.tint(Words.tone(result.state()), String.format("%-8s %s  %s", result.part().symbol(),
                        result.sensor(), Words.of(result.state()))));
                result.residuals().stream().limit(5).forEach(residual -> terminal.say("             "
                        + residual.path().map(path -> path + (residual.line() > 0 ? ":" + residual.line() : "") + " ").orElse("")
                        + residual.message().lines().findFirst().orElse("")));
            }
        });
        node.rulings().forEach(ruling -> terminal.say("Policy: " + Words.of(ruling)));
        node.verdicts().forEach(verdict -> terminal.say("Reviewer " + Words.of(verdict)));
        if (!node.words().isBlank()) {
            terminal.say("The agent says: " + node.words().strip());
        }
        changeset.changes().forEach(change -> terminal.say("  " + Words.letter(change) + " " + change.path() + "  "
                + DiffPrinter.size(diffs.get(change.path()))));
        outside.show(session.outside(run, node.node().id(), Selection.all(changeset)).files());
        if (adopts()) {
            terminal.say("These edits lie in your files already. What you leave out of an approval is taken out of your files; "
                    + "the ledger keeps it. A rejection leaves your files as they are.");
        }
    }

    /// Whether the candidate is the workspace's own uncommitted edits, which `patch` takes where it is given nothing else.
    private boolean adopts() {
        return session.run(run).map(state -> state.adopts(node.node().id())).orElse(false);
    }

    private void printOutputs() {
        List<SensorResult> results = node.verification().map(v -> v.results()).orElse(node.partial());
        for (SensorResult result : results) {
            result.evidence().ifPresent(evidence -> {
                terminal.say(terminal.tint(Terminal.Tone.STRONG, "$ " + String.join(" ", evidence.argv())) + "  exit "
                        + evidence.exit().map(Object::toString).orElse("\u2013") + ", " + Words.took(evidence.took()));
                terminal.say(evidence.output().stripTrailing());
            });
        }
        if (results.stream().noneMatch(result -> result.evidence().isPresent())) {
            terminal.say("No command ran.");
        }
    }

    /// Hands one file out for editing with whatever the person likes, and reads it back.
    private void edit() throws IOException {
        Optional<WorkspacePath> path = terminal.ask("Which file? ").map(String::strip)
                .flatMap(name -> diffs.keySet().stream().filter(p -> p.value().equals(name) || p.name().equals(name)).findFirst());
        if (path.isEmpty() || !(diffs.get(path.get()) instanceof FileDiff.Text text)) {
            terminal.say("That is not a changed text file of this review.");
            return;
        }
        Path folder = Files.createTempDirectory("countersign-edit-");
        Path file = folder.resolve(path.get().name());
        try {
            Files.writeString(file, text.after().text(), StandardCharsets.UTF_8);
            if (terminal.ask("Edit " + file + " now, save it as UTF-8, then press Enter (q to discard). ")
                    .filter(answer -> answer.isBlank()).isPresent()) {
                chosen.edit(path.get(), Files.readString(file, StandardCharsets.UTF_8));
                terminal.say("Your text of " + path.get() + " will be verified and applied in place of the agent's.");
            }
        } finally {
            Files.deleteIfExists(file);
            var left = new ArrayList<Path>();
            try (var entries = Files.list(folder)) {
                entries.forEach(left::add);
            }
            for (Path other : left) {
                Files.deleteIfExists(other);
            }
            Files.deleteIfExists(folder);
        }
    }
}
