package dev.countersign.run;

import dev.countersign.plan.Plan;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.nio.file.Path;

/// The bundled sample workspace with a task that is ready to run.
@FunctionalInterface
public interface SampleOffer {
    /// Puts the sample into a folder of its own and says what to do with it. An earlier copy is left as it is and used again.
    Sample unpack(Progress progress) throws IOException;

    /// @param agent name of the agent for nodes that name none
    record Sample(Path folder, Plan plan, String agent) {}
}
