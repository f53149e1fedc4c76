package dev.countersign.run;

import dev.countersign.plan.Node;
import dev.countersign.verify.Residual;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.Verification;
import java.util.List;

/// What an agent is asked, in words.
final class PromptText {
    /// Lines of a failed command's output that go along.
    private static final int TAIL_LINES = 60;
    private static final int RESIDUALS = 40;

    private PromptText() {}

    /// The first attempt at a node.
    static String first(String task, Node node) {
        var text = new StringBuilder();
        if (!task.equals(node.goal())) {
            text.append("Task: ").append(task.strip()).append("\n\nYour part of it (").append(node.id()).append("): ");
        }
        text.append(node.goal().strip()).append("\n\n")
                .append("Work only in the current folder, a private copy of the project. Do not commit. ")
                .append("What you leave there is checked and reviewed by a person before it is applied.\n");
        if (!node.contract().owns().isEmpty()) {
            text.append("Change only files that match: ").append(String.join(", ", node.contract().owns())).append('\n');
        }
        text.append(ContractText.of(node.contract()));
        return text.toString();
    }

    /// Another attempt, with what the checks measured on the tree that stands in the stage.
    static String withEvidence(String first, Verification verification) {
        var text = new StringBuilder(first).append("\nYour earlier changes are in the folder. The checks failed on them:\n");
        List<Residual> residuals = verification.results().stream().flatMap(r -> r.residuals().stream()).toList();
        residuals.stream().limit(RESIDUALS).forEach(r -> text.append("- ").append(Gate.line(r)).append('\n'));
        if (residuals.size() > RESIDUALS) {
            text.append("- and ").append(residuals.size() - RESIDUALS).append(" more\n");
        }
        for (SensorResult result : verification.results()) {
            if (result.state() instanceof SensorResult.State.Failed && result.evidence().isPresent()) {
                text.append("\nThe last output of ").append(result.sensor()).append(":\n")
                        .append(tail(result.evidence().get().output())).append('\n');
            }
        }
        return text.append("\nMend this; keep what is right.\n").toString();
    }

    /// A revision: the reviewer's words on the tree that stands in the stage, each comment with its place and the lines it is about.
    static String withFeedback(String first, Decision.Revise revision) {
        var text = new StringBuilder(first).append("\nYour earlier changes are in the folder. The reviewer asks for this revision:\n");
        if (!revision.feedback().isBlank()) {
            text.append(revision.feedback().strip()).append('\n');
        }
        int number = 0;
        for (ReviewComment comment : revision.comments()) {
            text.append('\n').append(++number).append(". ").append(comment.place()).append(":\n");
            comment.anchor().quote().forEach(line -> text.append("   | ").append(line).append('\n'));
            comment.text().strip().lines().forEach(line -> text.append("   ").append(line).append('\n'));
        }
        if (number > 0) {
            text.append("\nAnswer ").append(number == 1 ? "this comment" : "each of the " + number + " comments")
                    .append(" by a change at its place; leave alone what nobody asked about.\n");
        }
        return text.toString();
    }

    private static String tail(String output) {
        List<String> lines = output.stripTrailing().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    }
}
