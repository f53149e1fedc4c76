package dev.countersign.fault;

/// The user can mend it: a wrong option, file, path, plan or registry.
public final class UserException extends ProblemException {
    public UserException(Problem problem) {
        super(problem, null);
    }

    public UserException(Problem problem, Throwable cause) {
        super(problem, cause);
    }
}
