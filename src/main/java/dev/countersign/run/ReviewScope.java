package dev.countersign.run;

/// What a reviewer looks at. A decision is only ever made on [#NODE]; the others are to read.
public enum ReviewScope {
    /// What the node proposes, against the tree that its agent was given.
    NODE,
    /// What the node proposes now, against what it proposed when a person last answered it.
    SINCE,
    /// What every node of the task proposes or has brought in, each against the tree that it was given.
    TASK,
    /// The workspace as it lies on disk, against the last commit of its repository.
    TREE
}
