package dev.countersign.fault;

/// The machine must change first: a full disk, a missing program, a lock, a permission.
public final class EnvironmentException extends ProblemException {
    public EnvironmentException(Problem problem) {
        super(problem, null);
    }

    public EnvironmentException(Problem problem, Throwable cause) {
        super(problem, cause);
    }
}
