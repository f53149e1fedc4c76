package dev.countersign.run;

import dev.countersign.plan.Plan;
import java.util.List;
import java.util.Optional;

/// `Start`: everything a run needs to be told.
///
/// @param agent            name of the agent for nodes that name none
/// @param input            for `patch`: a patch file, revision or range; empty for the dirty tree
/// @param checks           commands given with `--check`, each an argv; empty for those found in the project
/// @param acceptUnconfined the user was told "sandbox: none" and said yes; recorded in the ledger
/// @param headless         `--yes`: approve what is verified, unruled and whole by itself; never anything else
public record RunRequest(Plan plan, String agent, Optional<String> input, List<List<String>> checks, boolean acceptUnconfined,
                         boolean headless) {
    public RunRequest {
        checks = checks.stream().map(List::copyOf).toList();
    }
}
