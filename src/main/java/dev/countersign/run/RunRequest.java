package dev.countersign.run;

import dev.countersign.plan.Plan;
import dev.countersign.sandbox.Level;
import java.util.List;
import java.util.Optional;

/// `Start`: everything a run needs to be told.
///
/// @param agent    name of the agent for nodes that name none
/// @param input    for `patch`: a patch file, revision or range; empty for the dirty tree
/// @param checks   commands given with `--check`, each an argv; empty for those found in the project
/// @param lowered  the user was told what contains programs here, and lowered it for this run to this level, by name; recorded in the
///                 ledger. Empty for what is asked of every run
/// @param headless `--yes`: approve what is verified, unruled and whole by itself; never anything else
/// @param limits   as at the start; a person can grant more
/// @param offline  agents reach nothing of the network, whatever their entries say
/// @param planner  the agent that is asked for another plan where a node wrote what it does not own; empty for a person to decide
/// @param reviewers agents that are asked for their verdict on each candidate that converged; none of them approves anything
public record RunRequest(Plan plan, String agent, Optional<String> input, List<List<String>> checks, Optional<Level> lowered,
                         boolean headless, RunLimits limits, boolean offline, List<String> reviewers, Optional<String> planner) {
    public RunRequest {
        checks = checks.stream().map(List::copyOf).toList();
        reviewers = List.copyOf(reviewers);
    }

    /// Whose agents reach what their entries say, and that no agent reviews.
    public RunRequest(Plan plan, String agent, Optional<String> input, List<List<String>> checks, Optional<Level> lowered, boolean headless,
                      RunLimits limits) {
        this(plan, agent, input, checks, lowered, headless, limits, false, List.of(), Optional.empty());
    }

    /// Without limits of its own.
    public RunRequest(Plan plan, String agent, Optional<String> input, List<List<String>> checks, Optional<Level> lowered, boolean headless) {
        this(plan, agent, input, checks, lowered, headless, RunLimits.NONE);
    }

    /// @param acceptUnconfined lowered to "none"
    public RunRequest(Plan plan, String agent, Optional<String> input, List<List<String>> checks, boolean acceptUnconfined,
                      boolean headless) {
        this(plan, agent, input, checks, acceptUnconfined ? Optional.of(Level.L0) : Optional.empty(), headless);
    }

    /// The same with its agents off the network, or not.
    public RunRequest offline(boolean off) {
        return new RunRequest(plan, agent, input, checks, lowered, headless, limits, off, reviewers, planner);
    }

    /// The same within other limits.
    public RunRequest with(RunLimits other) {
        return new RunRequest(plan, agent, input, checks, lowered, headless, other, offline, reviewers, planner);
    }

    /// The same by another agent.
    public RunRequest by(String other) {
        return new RunRequest(plan, other, input, checks, lowered, headless, limits, offline, reviewers, planner);
    }

    /// The same by another plan.
    public RunRequest with(Plan other) {
        return new RunRequest(other, agent, input, checks, lowered, headless, limits, offline, reviewers, planner);
    }

    /// The same, reviewed by these agents.
    public RunRequest reviewedBy(List<String> names) {
        return new RunRequest(plan, agent, input, checks, lowered, headless, limits, offline, names, planner);
    }

    /// The same, planned anew by this agent where that is needed.
    public RunRequest plannedBy(Optional<String> name) {
        return new RunRequest(plan, agent, input, checks, lowered, headless, limits, offline, reviewers, name);
    }

    /// The same, lowered by the user's word, or not at all.
    public RunRequest lowered(Optional<Level> level) {
        return new RunRequest(plan, agent, input, checks, level, headless, limits, offline, reviewers, planner);
    }

    /// Whether the user allowed that programs run which nothing contains.
    public boolean acceptUnconfined() {
        return lowered.filter(level -> level == Level.L0).isPresent();
    }
}
