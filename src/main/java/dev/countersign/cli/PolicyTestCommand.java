package dev.countersign.cli;

import dev.countersign.fault.Exit;
import dev.countersign.policy.Rulebook.Tested;
import dev.countersign.run.Session;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `countersign policy test`: runs the tests that stand beside the rules.
@Command(name = "test", mixinStandardHelpOptions = true, description = "Run the tests beside the rules (*_test.star); exit 3 if one fails.")
final class PolicyTestCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final WorkspaceOption workspace = new WorkspaceOption();

    PolicyTestCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (Session session = workspace.open(context)) {
            List<Tested> results = session.policies().rulebook().test(Progress.NONE);
            List<Tested> failed = results.stream().filter(result -> result.failure().isPresent()).toList();
            if (workspace.json()) {
                context.terminal().say(Json.text(Json.object("passed", results.size() - failed.size(), "failed", failed.size(),
                        "tests", results.stream().map(result -> Json.object("file", result.file(), "test", result.test(), "line", result.line(),
                                "failure", result.failure(), "output", result.output())).toList())));
            } else {
                for (Tested result : failed) {
                    context.terminal().say(result.file() + ":" + result.line() + ": " + result.test() + " failed");
                    result.output().forEach(line -> context.terminal().say("  " + line));
                    result.failure().orElseThrow().lines().forEach(line -> context.terminal().say("  " + line));
                }
                context.terminal().say((results.size() - failed.size()) + " passed, " + failed.size() + " failed.");
            }
            return (failed.isEmpty() ? Exit.DONE : Exit.VERIFICATION).status();
        }
    }
}
