package dev.countersign.run;

import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.Usage;
import dev.countersign.changeset.Changeset;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.plan.Plan;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How a run as a whole has gone so far: its plan as it stands, what it used, and what holds it.
///
/// @param plan        as it stands after `revisions`
/// @param limits      as granted so far
/// @param waived      measures that agents do not report and that a person let go on unknown
/// @param warned      measures of which more than [#WARNING] is used, told once for each limit
/// @param usage       of all calls together; unknown where one call is
/// @param calls       begun
/// @param files       paths that candidates changed
/// @param worked      while something was at work, up to `since`
/// @param since       when something began to work that still does
/// @param interrupted nodes that a process left at work; [Steering#resume] goes on with them
/// @param replans     revisions that a planner made after a write outside of a node's files, see [Replanner]
/// @param merged      what came of the check of all nodes as one, if nothing was committed or changed since
public record Course(Plan plan, int revisions, RunLimits limits, Set<Measure> waived, Set<Measure> warned, Usage usage, int calls,
                     Set<String> files, Duration worked, Optional<Instant> since, Optional<Pause> pause, Set<NodeId> interrupted,
                     Optional<RunEvent.Merged> merged, int replans) {
    /// The share of a limit at which a person is warned.
    public static final BigDecimal WARNING = new BigDecimal("0.7");

    public Course {
        waived = Set.copyOf(waived);
        warned = Set.copyOf(warned);
        files = Set.copyOf(files);
        interrupted = Set.copyOf(interrupted);
    }

    static Course of(RunRequest request) {
        return new Course(request.plan(), 0, request.limits(), Set.of(), Set.of(), Usage.NOTHING, 0, Set.of(), Duration.ZERO, Optional.empty(),
                Optional.empty(), Set.of(), Optional.empty(), 0);
    }

    /// How much is used at `now`; empty where agents do not say.
    public Optional<BigDecimal> used(Measure measure, Instant now) {
        return switch (measure) {
            case COST -> usage.costUsd();
            case STEPS -> Optional.of(BigDecimal.valueOf(calls));
            case TOKENS -> usage.inputTokens().isPresent() && usage.outputTokens().isPresent()
                    ? Optional.of(BigDecimal.valueOf(usage.inputTokens().getAsLong() + usage.outputTokens().getAsLong())) : Optional.empty();
            case TIME -> Optional.of(BigDecimal.valueOf(time(now).toMillis(), 3));
            case FILES -> Optional.of(BigDecimal.valueOf(files.size()));
        };
    }

    /// How long something was at work, up to `now`.
    public Duration time(Instant now) {
        return worked.plus(since.filter(now::isAfter).map(at -> Duration.between(at, now)).orElse(Duration.ZERO));
    }

    /// The limits that are used up at `now`, each with what was used (empty where that is not known).
    Map<Measure, Optional<BigDecimal>> spent(Instant now) {
        var spent = new EnumMap<Measure, Optional<BigDecimal>>(Measure.class);
        limits.atMost().forEach((measure, limit) -> {
            Optional<BigDecimal> used = used(measure, now);
            if (used.isPresent() ? used.get().compareTo(limit) >= 0 : !waived.contains(measure)) {
                spent.put(measure, used);
            }
        });
        return spent;
    }

    /// The limits to warn of at `now`.
    Map<Measure, BigDecimal> near(Instant now) {
        var near = new EnumMap<Measure, BigDecimal>(Measure.class);
        limits.atMost().forEach((measure, limit) -> used(measure, now)
                .filter(used -> !warned.contains(measure) && used.compareTo(limit.multiply(WARNING)) >= 0)
                .ifPresent(used -> near.put(measure, used)));
        return near;
    }

    Course after(RunEvent event) {
        return switch (event) {
            case RunEvent.Said said when said.event() instanceof AgentEvent.Used used -> edit().using(used.usage()).course();
            case RunEvent.Called _ -> edit().called().course();
            case RunEvent.Returned e -> edit().using(e.usage()).course();
            case RunEvent.Candidate e -> edit().touching(e.changeset()).course();
            case RunEvent.Replanned e -> edit().planned(e.plan(), Replanner.isBy(e.who())).merged(Optional.empty()).course();
            case RunEvent.Warned e -> edit().warned(e.measure()).course();
            case RunEvent.Paused e -> edit().paused(Optional.of(new Pause(e.at(), e.why(), e.measure(), e.who()))).course();
            case RunEvent.Resumed _ -> edit().paused(Optional.empty()).merged(merged.filter(m -> m.shortfall().isEmpty())).course();
            case RunEvent.Merged e -> edit().merged(Optional.of(e)).course();
            case RunEvent.Committed _ -> edit().merged(Optional.empty()).course();
            case RunEvent.Granted e -> edit().granted(e).course();
            case RunEvent.Interrupted e -> edit().interrupted(e.node(), true).course();
            case RunEvent.Continued e -> edit().interrupted(e.node(), false).course();
            case RunEvent.Decided e -> edit().interrupted(e.node(), false).course();
            case RunEvent.Moved e when endsInterruption(e.state()) -> edit().interrupted(e.node(), false).course();
            case RunEvent.Started _, RunEvent.Moved _, RunEvent.Said _, RunEvent.Asked _, RunEvent.Ruled _, RunEvent.CheckStarted _,
                 RunEvent.CheckOutput _, RunEvent.Checked _, RunEvent.Verified _, RunEvent.Reviewed _, RunEvent.Conflicted _,
                 RunEvent.Activity _, RunEvent.Ended _ -> this;
        };
    }

    private static boolean endsInterruption(NodeState state) {
        return switch (state) {
            case NodeState.Waiting _, NodeState.Running _, NodeState.Verifying _,
                 NodeState.Committing _, NodeState.Committed _,
                 NodeState.Rejected _ -> true;
            case NodeState.AwaitingReview _, NodeState.Stopped _,
                 NodeState.Failed _, NodeState.Unchanged _,
                 NodeState.Blocked _, NodeState.Cancelled _ -> false;
        };
    }

    /// The same, with something at work at `now` or nothing.
    Course working(boolean yes, Instant now) {
        if (yes == since.isPresent()) {
            return this;
        }
        return new Course(plan, revisions, limits, waived, warned, usage, calls, files, time(now), yes ? Optional.of(now) : Optional.empty(), pause,
                interrupted, merged, replans);
    }

    private Edit edit() {
        return new Edit(this);
    }

    /// The next one in the making.
    private static final class Edit {
        private final Course from;
        private Plan plan;
        private int revisions;
        private RunLimits limits;
        private Set<Measure> waived;
        private Set<Measure> warned;
        private Usage usage;
        private int calls;
        private Set<String> files;
        private Optional<Pause> pause;
        private Set<NodeId> interrupted;
        private Optional<RunEvent.Merged> merged;
        private int replans;

        Edit(Course from) {
            this.from = from;
            this.plan = from.plan;
            this.revisions = from.revisions;
            this.limits = from.limits;
            this.waived = from.waived;
            this.warned = from.warned;
            this.usage = from.usage;
            this.calls = from.calls;
            this.files = from.files;
            this.pause = from.pause;
            this.interrupted = from.interrupted;
            this.merged = from.merged;
            this.replans = from.replans;
        }

        Course course() {
            return new Course(plan, revisions, limits, waived, warned, usage, calls, files, from.worked, from.since, pause, interrupted, merged,
                    replans);
        }

        Edit using(Usage call) {
            usage = usage.plus(call);
            return this;
        }

        Edit called() {
            calls++;
            return this;
        }

        Edit touching(Changeset changeset) {
            var next = new HashSet<>(files);
            changeset.edits().forEach(edit -> next.add(edit.path().value()));
            files = next;
            return this;
        }

        Edit planned(Plan next, boolean byPlanner) {
            plan = next;
            revisions++;
            replans += byPlanner ? 1 : 0;
            return this;
        }

        Edit warned(Measure measure) {
            var next = new HashSet<>(warned);
            next.add(measure);
            warned = next;
            return this;
        }

        Edit paused(Optional<Pause> now) {
            pause = now;
            return this;
        }

        Edit merged(Optional<RunEvent.Merged> now) {
            merged = now;
            return this;
        }

        Edit granted(RunEvent.Granted grant) {
            if (grant.unknown()) {
                var next = new HashSet<>(waived);
                next.add(grant.measure());
                waived = next;
            }
            limits = limits.with(grant.measure(), limits.of(grant.measure()).map(grant.extra()::add).orElse(grant.extra()));
            var next = new HashSet<>(warned);
            next.remove(grant.measure());
            warned = next;
            return this;
        }

        Edit interrupted(NodeId node, boolean yes) {
            if (yes != interrupted.contains(node)) {
                var next = new HashSet<>(interrupted);
                if (yes) {
                    next.add(node);
                } else {
                    next.remove(node);
                }
                interrupted = Collections.unmodifiableSet(next);
            }
            return this;
        }
    }
}
