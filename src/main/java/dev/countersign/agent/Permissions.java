package dev.countersign.agent;

import dev.countersign.workspace.Progress;

/// Who answers what an agent asks while it works: rules first, a person where they ask for one.
@FunctionalInterface
public interface Permissions {
    /// Nobody is there: every request is refused.
    Permissions NOBODY = (request, progress) -> new PermissionAnswer.Refused("nobody could be asked");

    /// Blocks until there is an answer, or `progress` is cancelled. Any thread; several requests may be open at once.
    PermissionAnswer ask(PermissionRequest request, Progress progress);
}
