package dev.countersign.starlark;

import dev.countersign.starlark.builtin.Universe;
import dev.countersign.starlark.eval.Code;
import dev.countersign.starlark.syntax.Parser;
import dev.countersign.starlark.syntax.Resolution;
import dev.countersign.starlark.syntax.Resolver;
import dev.countersign.starlark.syntax.Statement;
import dev.countersign.starlark.trace.LimitException;
import dev.countersign.starlark.trace.Position;
import dev.countersign.starlark.trace.StarlarkException;
import dev.countersign.starlark.trace.SyntaxException;
import dev.countersign.starlark.value.Evaluation;
import dev.countersign.starlark.value.Failure;
import dev.countersign.starlark.value.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A file that has been parsed and whose names are resolved. It never changes: keep it, and execute it on as many threads as you like.
public final class Program {
    /// Longer sources are refused unread, in UTF-16 code units.
    public static final int LONGEST_SOURCE = 1 << 20;

    private final String name;
    private final Set<String> given;
    private final List<String> loads;
    private final Code code;

    private Program(String name, Set<String> given, List<String> loads, Code code) {
        this.name = name;
        this.given = given;
        this.loads = loads;
        this.code = code;
    }

    /// Parses and resolves a source.
    ///
    /// @param name what positions call the file
    /// @param given the names that the host will give when the program is executed, besides the language's own
    /// @throws SyntaxException with all that is wrong
    public static Program parse(String name, String source, Set<String> given) {
        if (source.length() > LONGEST_SOURCE) {
            throw new SyntaxException(new Position(name, 1, 1), "source of more than %d characters".formatted(LONGEST_SOURCE));
        }
        try {
            var names = new HashSet<>(given);
            names.addAll(Universe.all().keySet());
            Resolution file = Resolver.resolve(Parser.parse(name, source), names);
            return new Program(name, Set.copyOf(given), file.statements().stream()
                    .filter(Statement.Load.class::isInstance)
                    .map(statement -> ((Statement.Load) statement).module()).distinct().toList(),
                    new Code(name, file, given));
        } catch (StackOverflowError e) {
            throw new SyntaxException(new Position(name, 1, 1), "nested too deeply for this thread's stack");
        }
    }

    /// What positions call the file.
    public String name() {
        return name;
    }

    /// The names that must be given to [#execute].
    public Set<String> given() {
        return given;
    }

    /// The modules that its load statements name, in order, each once.
    public List<String> loads() {
        return loads;
    }

    /// Runs the program, and freezes all that it made and was given.
    ///
    /// @param values a value for each name that was announced to [#parse]; more are ignored
    /// @param loader asked once for each load statement
    /// @throws StarlarkException if it fails, needs too much or is cancelled
    /// @throws IllegalArgumentException if an announced name has no value
    public Module execute(Evaluation evaluation, Map<String, Value> values, Loader loader) {
        try {
            return new Module(name, code.run(evaluation, values, module -> loader.load(module).globals()));
        } catch (StackOverflowError e) {
            throw new LimitException(LimitException.Limit.DEPTH, "Starlark stack overflow", List.of());
        }
    }

    /// Finds the modules that load statements name.
    @FunctionalInterface
    public interface Loader {
        /// A loader for programs that may load nothing.
        Loader NONE = module -> {
            throw new Failure("load is not available here");
        };

        /// The module of that name, executed. Whoever caches modules notices cycles too.
        ///
        /// @throws Failure if there is none; the message becomes the script's
        Module load(String module);
    }
}
