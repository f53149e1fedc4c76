package dev.countersign.starlark.syntax;

import java.util.ArrayList;
import java.util.List;

/// Which names a list of statements binds in its own block, in order.
final class Bindings {
    private Bindings() {}

    static List<Expression.Name> of(List<Statement> statements) {
        var names = new ArrayList<Expression.Name>();
        collect(statements, names);
        return names;
    }

    private static void collect(List<Statement> statements, List<Expression.Name> into) {
        for (Statement statement : statements) {
            switch (statement) {
                case Statement.Assign assign -> targets(assign.target(), into);
                case Statement.Augment augment -> targets(augment.target(), into);
                case Statement.Define define -> into.add(define.name());
                case Statement.For loop -> {
                    targets(loop.target(), into);
                    collect(loop.body(), into);
                }
                case Statement.If choice -> {
                    choice.branches().forEach(branch -> collect(branch.body(), into));
                    collect(choice.otherwise(), into);
                }
                case Statement.Load load -> load.bindings().forEach(binding -> into.add(binding.local()));
                case Statement.Evaluate ignored -> { }
                case Statement.Return ignored -> { }
                case Statement.Jump ignored -> { }
            }
        }
    }

    /// The names that an assignment to `target` binds.
    static void targets(Expression target, List<Expression.Name> into) {
        switch (target) {
            case Expression.Name name -> into.add(name);
            case Expression.Tuple tuple -> tuple.items().forEach(item -> targets(item, into));
            case Expression.ListDisplay list -> list.items().forEach(item -> targets(item, into));
            default -> { }
        }
    }
}
