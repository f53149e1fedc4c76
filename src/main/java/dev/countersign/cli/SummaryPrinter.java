package dev.countersign.cli;

import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.Differ;
import dev.countersign.changeset.FileChange;
import dev.countersign.changeset.FileDiff;
import dev.countersign.review.FileRisk;
import dev.countersign.review.GeneratedFiles;
import dev.countersign.review.Reason;
import dev.countersign.review.Summary;
import dev.countersign.review.Triage;
import dev.countersign.run.NodeView;
import dev.countersign.run.RunId;
import dev.countersign.run.Session;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The two-minute summary of one node, for the terminal and as JSON.
final class SummaryPrinter {
    /// Of a long list as many are named as can be read.
    private static final int NAMED = 8;

    private final Terminal terminal;
    private final NodeView node;
    private final Summary summary;
    private final List<FileRisk> risks;
    private final Instant now;

    SummaryPrinter(Terminal terminal, Session session, RunId run, NodeView node, Instant now) {
        this.terminal = terminal;
        this.node = node;
        this.now = now;
        Contents contents = session.contents(run);
        var diffs = new HashMap<WorkspacePath, Optional<FileDiff>>();
        for (FileChange change : node.candidate().map(Changeset::changes).orElse(List.of())) {
            diffs.put(change.path(), read(change, contents));
        }
        GeneratedFiles generated = node.candidate().map(c -> GeneratedFiles.of(session.workspace(), c, contents)).orElse(GeneratedFiles.BY_NAME);
        summary = Summary.of(node, change -> diffs.get(change.path()), generated);
        risks = Triage.of(node, change -> diffs.get(change.path()));
    }

    private static Optional<FileDiff> read(FileChange change, Contents contents) {
        try {
            return Optional.of(new Differ().diff(change, contents, Differ.Options.EXACT));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    void print() {
        terminal.say("");
        terminal.say(terminal.tint(Terminal.Tone.STRONG, "Summary: " + node.node().id()) + "  " + Words.of(node.state()));
        terminal.say(node.node().goal());
        title("What changed");
        line(Words.counted(summary.files(), "file", "files") + " (" + summary.kinds().entrySet().stream()
                .map(e -> e.getValue() + " " + (e.getKey().equals("permissions") ? "with other permissions" : e.getKey())).collect(Collectors.joining(", ")) + "), +" + summary.added() + " \u2212"
                + summary.removed() + " lines" + (summary.generated() > 0 ? ", " + summary.generated() + " generated" : "")
                + (summary.binary() > 0 ? ", " + summary.binary() + " binary" : "") + (summary.moved() > 0 ? ", "
                + Words.counted(summary.moved(), "block", "blocks") + " moved" : "") + (summary.unread() > 0 ? ", " + summary.unread() + " that cannot be read" : ""));
        several("New libraries", summary.libraries().added());
        several("Libraries removed", summary.libraries().removed());
        several("Other versions", summary.libraries().changed());
        several("Public signatures added", summary.signatures().added());
        several("Public signatures removed", summary.signatures().removed());
        Summary.Tests tests = summary.tests();
        line("Tests: " + (tests.filesAdded() + tests.filesChanged() + tests.filesDeleted() == 0 ? "no file of tests changed"
                : tests.filesAdded() + " files added, " + tests.filesChanged() + " changed, " + tests.filesDeleted() + " deleted; "
                + tests.casesAdded() + " test cases added, " + tests.casesRemoved() + " removed"));
        title("What was checked");
        summary.checks().ifPresentOrElse(checks -> line((checks.current() ? "Of exactly this tree" : "Of another tree: says nothing of this one") + ", "
                + Words.took(java.time.Duration.between(checks.at(), now)) + " ago, took " + Words.took(checks.took())
                + summary.energy().map(v -> ", V(x) " + v.text()).orElse("")), () -> line("The checks have not finished."));
        summary.checked().forEach(c -> line(terminal.tint(c.passed() ? Terminal.Tone.GOOD : Terminal.Tone.BAD,
                (c.passed() ? "\u2713 " : "\u2717 ") + c.sensor() + ": ") + (c.passed() ? "" : Words.counted(c.residuals(), "problem", "problems") + ", ") + c.says()));
        title("What was not checked");
        summary.unchecked().forEach(u -> line("\u2013 " + u.name() + ": " + u.why()));
        title("What needs a look");
        if (summary.look().isEmpty()) {
            line("No file has a reason of its own.");
        }
        summary.look().forEach(risk -> {
            line(terminal.tint(risk.level() == FileRisk.Level.HIGH ? Terminal.Tone.WARN : Terminal.Tone.STRONG, risk.path().value()));
            risk.reasons().forEach(reason -> line("    " + reason.says() + (reason.line() > 0 ? " (line " + reason.line() + ")" : "")));
        });
        title("What it took");
        line(Words.counted(summary.attempts(), "attempt", "attempts") + (summary.energies().size() > 1 ? ", V(x) " + summary.energies().stream()
                .map(v -> String.format(Locale.ROOT, "%.2f", v)).collect(Collectors.joining(" \u2192 ")) : "") + "; cost "
                + summary.usage().costUsd().map(c -> "$" + c.toPlainString()).orElse("unknown") + "; tokens "
                + (summary.usage().inputTokens().isPresent() && summary.usage().outputTokens().isPresent() ? summary.usage().inputTokens().getAsLong()
                + " in, " + summary.usage().outputTokens().getAsLong() + " out" : "unknown"));
        if (!summary.words().isEmpty()) {
            title("The agent's words, not evidence");
            summary.words().lines().forEach(this::line);
        }
    }

    private void title(String text) {
        terminal.say(terminal.tint(Terminal.Tone.STRONG, text));
    }

    private void line(String text) {
        terminal.say("  " + text);
    }

    private void several(String name, List<String> all) {
        if (!all.isEmpty()) {
            String more = all.size() > NAMED ? " and " + (all.size() - NAMED) + " more (--json names all)" : "";
            line(name + ": " + all.stream().limit(NAMED).collect(Collectors.joining("; ")) + more);
        }
    }

    Map<String, @Nullable Object> document() {
        return Json.object("id", node.node().id().value(), "goal", node.node().goal(), "state", node.state().getClass().getSimpleName(),
                "files", summary.files(), "kinds", summary.kinds(), "generated", summary.generated(), "binary", summary.binary(),
                "unread", summary.unread(), "added", summary.added(), "removed", summary.removed(), "moved", summary.moved(),
                "libraries", Json.object("added", summary.libraries().added(), "removed", summary.libraries().removed(), "changed", summary.libraries().changed()),
                "signatures", Json.object("added", summary.signatures().added(), "removed", summary.signatures().removed()),
                "tests", Json.object("filesAdded", summary.tests().filesAdded(), "filesChanged", summary.tests().filesChanged(), "filesDeleted",
                        summary.tests().filesDeleted(), "casesAdded", summary.tests().casesAdded(), "casesRemoved", summary.tests().casesRemoved()),
                "checks", summary.checks().map(c -> Json.object("at", c.at().toString(), "tookMs", c.took().toMillis(), "current", c.current())),
                "energy", summary.energy().map(e -> e.known()), "energyWhole", summary.energy().map(e -> e.isWhole()), "energies", summary.energies(),
                "checked", summary.checked().stream().map(c -> Json.object("part", c.part().symbol(), "sensor", c.sensor(), "passed", c.passed(),
                        "says", c.says(), "residuals", c.residuals())).toList(),
                "unchecked", summary.unchecked().stream().map(u -> Json.object("name", u.name(), "why", u.why())).toList(),
                "risks", risks.stream().map(SummaryPrinter::risk).toList(),
                "attempts", summary.attempts(), "costUsd", summary.usage().costUsd().map(Object::toString), "inputTokens", summary.usage().inputTokens(),
                "outputTokens", summary.usage().outputTokens(), "agentsWords", summary.words());
    }

    private static Map<String, @Nullable Object> risk(FileRisk risk) {
        return Json.object("path", risk.path().value(), "score", risk.score(), "level", risk.level().name().toLowerCase(Locale.ROOT),
                "reasons", risk.reasons().stream().map(SummaryPrinter::reason).toList());
    }

    private static Map<String, @Nullable Object> reason(Reason reason) {
        return Json.object("kind", reason.kind().name().toLowerCase(Locale.ROOT), "says", reason.says(), "line", reason.line());
    }
}
