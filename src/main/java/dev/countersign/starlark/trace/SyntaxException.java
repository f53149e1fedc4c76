package dev.countersign.starlark.trace;

import java.util.List;
import java.util.stream.Collectors;

/// The source is not a program: found before anything ran.
public final class SyntaxException extends StarlarkException {
    private static final long serialVersionUID = 1;

    private final transient List<Fault> faults;

    public SyntaxException(Position position, String message) {
        this(List.of(new Fault(position, message)));
    }

    /// @param faults at least one, in the order of the source
    public SyntaxException(List<Fault> faults) {
        super(faults.getFirst().message(), List.of(new StackEntry("<source>", faults.getFirst().position())));
        this.faults = List.copyOf(faults);
    }

    /// All that was found wrong: one fault of grammar, or every fault of names and scopes.
    public List<Fault> faults() {
        return faults;
    }

    @Override
    public String traceback() {
        return faults.stream().map(Fault::toString).collect(Collectors.joining("\n"));
    }
}
