package dev.countersign.fault;

import org.jspecify.annotations.Nullable;

/// Thrown where an action cannot go on. The two kinds say who must act; a plain [RuntimeException] is a bug.
public abstract sealed class ProblemException extends RuntimeException implements Explained permits UserException, EnvironmentException {
    private final transient Problem problem;

    ProblemException(Problem problem, @Nullable Throwable cause) {
        super(problem.code() + ": " + problem.sentence(), cause);
        this.problem = problem;
    }

    @Override
    public Problem problem() {
        return problem;
    }
}
