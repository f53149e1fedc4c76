package dev.countersign.cli;

import dev.countersign.agent.Recording;
import dev.countersign.plan.Plan;
import dev.countersign.plan.PlanFile;
import dev.countersign.run.RunRequest;
import dev.countersign.run.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `countersign replay FILE`: a recorded run once more, through the same gates, without its agents.
@Command(name = "replay", mixinStandardHelpOptions = true, description = {"Play a recorded run again, without its agents and without a network.",
        "Rules, checks and review are those of today; the files must be as they were."})
final class ReplayCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final WorkspaceOption workspace = new WorkspaceOption();

    @Mixin
    private final LimitOptions limits = new LimitOptions();

    @Option(names = "--yes", description = "No questions: apply what is verified, whole and unruled; leave the rest undecided.")
    private boolean yes;

    @Option(names = "--check", paramLabel = "CMD", description = "Check command in place of those found; may be repeated.")
    private List<String> checks = new ArrayList<>();

    @Option(names = "--events", description = "Write each event of the run to standard output, as a line of JSON.")
    private boolean events;

    @Parameters(paramLabel = "FILE", description = "What countersign record has written.")
    private Path file = Path.of("");

    ReplayCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Path found = context.folder().resolve(file).toAbsolutePath().normalize();
        Recording recording = Recording.read(found);
        Plan plan = PlanFile.json(found.toString(), recording.plan(), recording.task());
        try (Session session = workspace.open(context)) {
            var request = new RunRequest(plan, "replay", Optional.of(found.toString()), checks.stream().map(RunCommand::check).toList(), Optional.empty(), yes, limits.limits());
            return new RunFollower(context, session, workspace.json()).withEvents(events).follow(session.start(request), !yes);
        }
    }
}
