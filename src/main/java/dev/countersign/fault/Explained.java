package dev.countersign.fault;

/// Something thrown that knows how it is told to a person, though it is no [ProblemException]: it may be a checked exception that callers handle.
public interface Explained {
    Problem problem();
}
