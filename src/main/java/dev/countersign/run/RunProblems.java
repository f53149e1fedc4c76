package dev.countersign.run;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.ProblemException;
import dev.countersign.fault.UserException;
import dev.countersign.plan.NodeId;
import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.Protection;
import dev.countersign.workspace.WorkspacePath;
import dev.countersign.workspace.MissingContentException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// What can be wrong with a command to a run, in words.
final class RunProblems {
    static final String INTERRUPTED = "RUN-004";
    private static final String UNTOUCHED = "Nothing was started, and your workspace was not touched.";

    private RunProblems() {}

    static UserException invalidPlan(List<String> faults) {
        return new UserException(Problem.of("RUN-001", Exit.USAGE, "The plan cannot run: " + faults.getFirst()
                + (faults.size() > 1 ? " (and " + (faults.size() - 1) + " more)" : ""), UNTOUCHED,
                "Mend the plan and start again.").withDetails(String.join("\n", faults)));
    }

    static UserException notNow(RunId run, String why) {
        return new UserException(Problem.of("RUN-014", Exit.UNDECIDED, "That cannot be done with the run " + run + ": " + why,
                "The run stands as it did.", "See how it stands: countersign status."));
    }

    static UserException spent(String sentence, Measure measure) {
        return new UserException(Problem.of("RUN-015", Exit.BUDGET, sentence, "The run stays paused; what it brought so far is kept.",
                "Grant more, and let it go on: countersign resume --grant " + measure.label() + "=AMOUNT."));
    }

    static UserException fixedPlan(List<String> faults) {
        return new UserException(Problem.of("RUN-016", Exit.USAGE, "The plan cannot be changed so: " + faults.getFirst()
                + (faults.size() > 1 ? " (and " + (faults.size() - 1) + " more)" : ""), "The run goes by the plan that it has.",
                "Mend the plan and try again.").withDetails(String.join("\n", faults)));
    }

    static UserException unknownAgent(String name, List<String> known) {
        return new UserException(Problem.of("AGENT-002", Exit.USAGE, "There is no agent called \"" + name + "\".", UNTOUCHED,
                "Choose one of: " + String.join(", ", known) + "."));
    }

    static UserException refused(NodeId node, String why) {
        return new UserException(Problem.of("RUN-002", Exit.UNDECIDED, "That cannot be done with " + node + " now: " + why,
                "The node stands as it did, and your workspace was not touched.",
                "Look at the node's state and choose what it offers."));
    }

    static UserException unconfined(String agent, Protection protection) {
        String level = protection.level() == Level.L0 ? Level.L0.word() : protection.level().name();
        return new UserException(Problem.of("RUN-003", Exit.HUMAN,
                "The agent \"" + agent + "\" starts programs, and " + (protection.contains()
                        ? "they are contained less here than a run asks for (" : "nothing contains them here (")
                        + protection.words() + ").", UNTOUCHED,
                "See why by countersign sandbox self-test. Allow it for this run (--sandbox " + level + ") if you trust the agent with "
                        + (protection.contains() ? "what is open" : "everything you can do yourself")
                        + ", or choose an agent that starts no programs."));
    }

    static UserException planDenied(String rule, String reason) {
        return new UserException(Problem.of("POLICY-001", Exit.REFUSED, "The plan is denied by " + rule + ": " + reason, UNTOUCHED,
                "Change the plan, or the rule (countersign policy list)."));
    }

    static UserException noRulebook() {
        return new UserException(Problem.of("POLICY-002", Exit.USAGE, "The rules here are no files.", "Nothing was changed.",
                "Use a Countersign with rules in files."));
    }

    static UserException otherRules(String asked, String now) {
        return new UserException(Problem.of("POLICY-003", Exit.CONFLICT, "The project's rules are not those with digest " + asked
                + ": theirs is " + now + ".", "Nothing was trusted.", "Read them as they are now (countersign policy list), and trust that digest."));
    }

    static UserException unknown(String what) {
        return new UserException(Problem.of("RUN-005", Exit.USAGE, "There is no " + what + ".", "Nothing was changed.",
                "List the runs of this workspace and choose one of them."));
    }

    static UserException noFile(WorkspacePath path) {
        return new UserException(Problem.of("BLAME-003", Exit.USAGE, "There is no file \"" + path + "\" in the workspace now.",
                "Nothing was changed.", "Name a file that is there, or an entry after which it was: --at ENTRY."));
    }

    static UserException elsewhere(RunId run, String driver) {
        return new UserException(Problem.of("RUN-080", Exit.UNDECIDED, "The run " + run + " is driven by another Countersign ("
                + driver + "), which cannot be reached.", "Nothing was changed.",
                "Decide there, or close it there and try again: this one takes the run over then."));
    }

    static UserException nothingToRollBack(long seq) {
        return new UserException(Problem.of("RUN-009", Exit.USAGE, "Rolling back by entry " + seq + " would touch no file.",
                "Nothing was changed.", "Look at the preview: the files stand so already, or were changed outside since."));
    }

    static UserException openConflicts(int files) {
        return new UserException(Problem.of("RUN-010", Exit.CONFLICT, "The rollback has open conflicts in "
                + (files == 1 ? "one file." : files + " files."), "Nothing was changed.",
                "Settle each conflict, or leave the files out."));
    }

    static UserException notToBeRolledBack(String why) {
        return new UserException(Problem.of("RUN-011", Exit.USAGE, "That cannot be taken back: " + why + ".", "Nothing was changed.",
                "Look at the entry's changes (countersign ledger diff) and name what is there."));
    }

    static UserException nothingInScope(String why) {
        return new UserException(Problem.of("RUN-012", Exit.USAGE, "There is nothing to show: " + why, "Nothing was changed.",
                "Look at another scope: node, since, task or tree."));
    }

    static UserException reviewerDenied(String agent, String rule, String reason) {
        return new UserException(Problem.of("RUN-013", Exit.REFUSED, "The reviewer " + agent + " was not started: the rule " + rule + " says no: "
                + reason, "Nothing was started, and no verdict was recorded.", "Ask another one, or change the rule."));
    }

    static UserException plannerDenied(String agent, String rule, String reason) {
        return new UserException(Problem.of("RUN-013", Exit.REFUSED, "The planner " + agent + " was not started: the rule " + rule + " says no: "
                + reason, "Nothing was started.", "Ask another one, or change the rule."));
    }

    static UserException notComparable(String why) {
        return new UserException(Problem.of("RUN-019", Exit.USAGE, "That cannot be compared: " + why + ".", "Nothing was started.",
                "See countersign compare --help."));
    }

    static UserException notMerged(List<String> why) {
        return new UserException(Problem.of("RUN-025", Exit.USAGE, "These hunks cannot be brought together. " + String.join(" ", why), "Nothing was started.",
                "Choose others."));
    }

    static UserException closed() {
        return new UserException(Problem.of("RUN-008", Exit.USAGE, "This workspace is closed.", "Nothing was changed.",
                "Open it again."));
    }

    /// Anything thrown, as a person can read it; a failing disk is the machine's fault, not a bug of ours.
    static Problem of(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof ProblemException known) {
                return known.problem();
            }
            if (t instanceof MissingContentException missing) {
                return disk("Content that this run kept is missing or damaged: " + missing.getMessage(), thrown);
            }
        }
        if (thrown instanceof IOException || thrown instanceof UncheckedIOException) {
            return disk("Reading or writing failed: " + thrown.getMessage(), thrown);
        }
        return Problem.from(thrown);
    }

    private static Problem disk(String sentence, Throwable thrown) {
        return Problem.of("RUN-007", Exit.AGENT, sentence, "Nothing of this node was applied to your workspace.",
                "See that the disk has space and can be written, then try again.").withDetails(Problem.from(thrown).details());
    }
}
