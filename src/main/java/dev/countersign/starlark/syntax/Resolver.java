package dev.countersign.starlark.syntax;

import dev.countersign.starlark.trace.Fault;
import dev.countersign.starlark.trace.Position;
import dev.countersign.starlark.trace.SyntaxException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds what every name stands for, and refuses what the grammar lets pass but the language does not.
public final class Resolver {
    private static final int MOST_FAULTS = 100;

    private final Set<String> predeclared;
    private final Map<Expression.Name, Variable> variables = new IdentityHashMap<>();
    private final Map<Function, Scope> scopes = new IdentityHashMap<>();
    private final Map<Expression.Comprehension, List<Slot>> comprehensions = new IdentityHashMap<>();
    private final Map<String, Variable.Global> globals = new LinkedHashMap<>();
    private final List<Fault> faults = new ArrayList<>();
    private final Scope top = new Scope(Optional.empty());
    private Scope scope = top;
    private int loops;
    private boolean inFunction;

    private Resolver(Set<String> predeclared) {
        this.predeclared = predeclared;
    }

    /// Resolves a file.
    ///
    /// @param predeclared the names that the host and the language give
    /// @throws SyntaxException with everything that is wrong
    public static Resolution resolve(List<Statement> statements, Set<String> predeclared) {
        var resolver = new Resolver(predeclared);
        int loaded = resolver.declareGlobals(statements);
        resolver.statements(statements);
        if (!resolver.faults.isEmpty()) {
            throw new SyntaxException(resolver.faults);
        }
        return new Resolution(List.copyOf(statements), resolver.variables, resolver.scopes, resolver.comprehensions, resolver.top,
                List.copyOf(resolver.globals.keySet()), loaded);
    }

    void fault(Position position, String message) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(new Fault(position, message));
        }
    }

    /// Gives every variable of the module its place: first those seen from outside, then those that loads bind.
    private int declareGlobals(List<Statement> statements) {
        var own = new LinkedHashMap<String, Position>();
        var loads = new LinkedHashMap<String, Position>();
        for (Statement statement : statements) {
            boolean load = statement instanceof Statement.Load;
            for (Expression.Name name : Bindings.of(List.of(statement))) {
                var into = load ? loads : own;
                if (loads.containsKey(name.text())) {
                    fault(name.position(), "cannot reassign %s %s declared at %s".formatted(load ? "top-level" : "local", name.text(), loads.get(name.text())));
                } else if (own.containsKey(name.text())) {
                    fault(name.position(), "cannot reassign global %s declared at %s".formatted(name.text(), own.get(name.text())));
                } else {
                    into.put(name.text(), name.position());
                }
            }
        }
        own.keySet().forEach(name -> globals.put(name, new Variable.Global(globals.size(), name)));
        loads.keySet().forEach(name -> globals.put(name, new Variable.Global(globals.size(), name)));
        return loads.size();
    }

    private void statements(List<Statement> statements) {
        statements.forEach(this::statement);
    }

    private void statement(Statement statement) {
        switch (statement) {
            case Statement.Evaluate evaluate -> expression(evaluate.expression());
            case Statement.Assign assign -> {
                expression(assign.value());
                target(assign.target(), false);
            }
            case Statement.Augment augment -> {
                target(augment.target(), true);
                expression(augment.value());
            }
            case Statement.Define define -> {
                use(define.name());
                function(define.function());
            }
            case Statement.If choice -> choose(choice);
            case Statement.For loop -> {
                if (!inFunction) {
                    fault(loop.position(), "for loop not within a function");
                }
                expression(loop.source());
                target(loop.target(), false);
                loops++;
                statements(loop.body());
                loops--;
            }
            case Statement.Return back -> {
                if (!inFunction) {
                    fault(back.position(), "return statement not within a function");
                }
                back.value().ifPresent(this::expression);
            }
            case Statement.Jump jump -> {
                if (loops == 0 && jump.way() != Statement.Jump.Way.PASS) {
                    fault(jump.position(), (jump.way() == Statement.Jump.Way.BREAK ? "break" : "continue") + " not in a loop");
                }
            }
            case Statement.Load load -> load(load);
        }
    }

    private void choose(Statement.If choice) {
        if (!inFunction) {
            fault(choice.position(), "if statement not within a function");
        }
        for (Statement.Branch branch : choice.branches()) {
            expression(branch.condition());
            statements(branch.body());
        }
        statements(choice.otherwise());
    }

    private void load(Statement.Load load) {
        if (inFunction) {
            fault(load.position(), "load statement within a function");
        }
        for (Statement.Binding binding : load.bindings()) {
            if (binding.original().isEmpty()) {
                fault(binding.position(), "load: empty identifier");
            } else if (binding.original().startsWith("_")) {
                fault(binding.position(), "load: names with leading underscores are not exported: " + binding.original());
            }
            use(binding.local());
        }
    }

    private void target(Expression target, boolean augmented) {
        switch (target) {
            case Expression.Name name -> use(name);
            case Expression.Index index -> expression(index);
            case Expression.Dot dot -> expression(dot);
            case Expression.Tuple tuple -> items(tuple.position(), tuple.items(), "tuple", augmented);
            case Expression.ListDisplay list -> items(list.position(), list.items(), "list", augmented);
            default -> fault(target.position(), "can't assign to " + kind(target));
        }
    }

    private void items(Position position, List<Expression> items, String kind, boolean augmented) {
        if (augmented) {
            fault(position, "can't use %s expression in augmented assignment".formatted(kind));
        }
        items.forEach(item -> target(item, false));
    }

    private static String kind(Expression expression) {
        return switch (expression) {
            case Expression.Literal ignored -> "literal";
            case Expression.Binary ignored -> "binaryexpr";
            case Expression.Call ignored -> "callexpr";
            case Expression.Unary ignored -> "unaryexpr";
            case Expression.Slice ignored -> "sliceexpr";
            case Expression.Lambda ignored -> "lambdaexpr";
            case Expression.Conditional ignored -> "condexpr";
            case Expression.Comprehension ignored -> "comprehension";
            case Expression.DictDisplay ignored -> "dictexpr";
            case Expression.Name ignored -> "ident";
            case Expression.Dot ignored -> "dotexpr";
            case Expression.Index ignored -> "indexexpr";
            case Expression.Tuple ignored -> "tuple";
            case Expression.ListDisplay ignored -> "list";
        };
    }

    private void use(Expression.Name name) {
        Optional<Variable> local = scope.find(name.text());
        if (local.isPresent()) {
            variables.put(name, local.get());
        } else if (globals.containsKey(name.text())) {
            variables.put(name, globals.get(name.text()));
        } else if (predeclared.contains(name.text())) {
            variables.put(name, new Variable.Predeclared(name.text()));
        } else {
            fault(name.position(), "undefined: " + name.text() + Spelling.hint(name.text(), known()));
        }
    }

    private List<String> known() {
        var names = new ArrayList<String>(globals.keySet());
        names.addAll(predeclared);
        for (Optional<Scope> s = Optional.of(scope); s.isPresent(); s = s.get().outer()) {
            s.get().slots().forEach(slot -> names.add(slot.name()));
        }
        return names;
    }

    private void expression(Expression expression) {
        switch (expression) {
            case Expression.Literal ignored -> { }
            case Expression.Name name -> use(name);
            case Expression.Tuple tuple -> tuple.items().forEach(this::expression);
            case Expression.ListDisplay list -> list.items().forEach(this::expression);
            case Expression.DictDisplay dict -> dict.entries().forEach(entry -> {
                expression(entry.key());
                expression(entry.value());
            });
            case Expression.Unary unary -> expression(unary.operand());
            case Expression.Binary binary -> {
                expression(binary.left());
                expression(binary.right());
            }
            case Expression.Conditional choice -> {
                expression(choice.condition());
                expression(choice.then());
                expression(choice.other());
            }
            case Expression.Dot dot -> expression(dot.object());
            case Expression.Index index -> {
                expression(index.object());
                expression(index.index());
            }
            case Expression.Slice slice -> {
                expression(slice.object());
                slice.from().ifPresent(this::expression);
                slice.to().ifPresent(this::expression);
                slice.step().ifPresent(this::expression);
            }
            case Expression.Call call -> {
                expression(call.function());
                Signatures.checkArguments(call, this::fault);
                call.arguments().forEach(argument -> expression(argument.value()));
            }
            case Expression.Comprehension comprehension -> comprehension(comprehension);
            case Expression.Lambda lambda -> function(lambda.function());
        }
    }

    /// One block for the whole, but for the first source, which stands outside.
    private void comprehension(Expression.Comprehension node) {
        var targets = new ArrayList<Expression.Name>();
        boolean first = true;
        for (Expression.Clause clause : node.clauses()) {
            if (clause instanceof Expression.Clause.For loop) {
                if (first) {
                    expression(loop.source());
                    first = false;
                }
                Bindings.targets(loop.target(), targets);
            }
        }
        scope.open();
        targets.forEach(name -> scope.declare(name.text()));
        first = true;
        for (Expression.Clause clause : node.clauses()) {
            switch (clause) {
                case Expression.Clause.For loop -> {
                    if (!first) {
                        expression(loop.source());
                    }
                    first = false;
                    target(loop.target(), false);
                }
                case Expression.Clause.If test -> expression(test.condition());
            }
        }
        node.key().ifPresent(this::expression);
        expression(node.body());
        comprehensions.put(node, scope.close());
    }

    private void function(Function function) {
        Signatures.checkParameters(function, this::fault);
        function.parameters().forEach(parameter -> parameter.standard().ifPresent(this::expression));
        Scope outer = scope;
        int outerLoops = loops;
        boolean outerFunction = inFunction;
        scope = new Scope(Optional.of(outer));
        scopes.put(function, scope);
        loops = 0;
        inFunction = true;
        scope.open();
        function.parameters().stream().filter(parameter -> !parameter.name().isEmpty()).forEach(parameter -> scope.declare(parameter.name()));
        Bindings.of(function.body()).forEach(name -> scope.declare(name.text()));
        statements(function.body());
        scope.close();
        scope = outer;
        loops = outerLoops;
        inFunction = outerFunction;
    }
}
