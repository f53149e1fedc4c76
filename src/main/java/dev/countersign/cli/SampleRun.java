package dev.countersign.cli;

import dev.countersign.run.RunRequest;
import dev.countersign.run.SampleOffer;
import dev.countersign.run.Session;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The bundled sample task in the terminal: what the desktop's first minute shows, where there is no display.
final class SampleRun {
    private final CliContext context;

    SampleRun(CliContext context) {
        this.context = context;
    }

    int call() throws IOException {
        SampleOffer.Sample sample = context.sample().unpack(Progress.NONE);
        context.terminal().say("The sample workspace is in " + sample.folder());
        try (Session session = context.workbench().open(sample.folder(), Progress.NONE)) {
            var request = new RunRequest(sample.plan(), sample.agent(), Optional.empty(), List.of(), false, false);
            return new RunFollower(context, session, false).follow(session.start(request), true);
        }
    }
}
