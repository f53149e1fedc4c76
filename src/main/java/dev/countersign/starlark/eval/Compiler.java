package dev.countersign.starlark.eval;

import dev.countersign.starlark.builtin.Universe;
import dev.countersign.starlark.syntax.Expression;
import dev.countersign.starlark.syntax.Function;
import dev.countersign.starlark.syntax.Operator;
import dev.countersign.starlark.syntax.Parameter;
import dev.countersign.starlark.syntax.Resolution;
import dev.countersign.starlark.syntax.Scope;
import dev.countersign.starlark.syntax.Slot;
import dev.countersign.starlark.syntax.Statement;
import dev.countersign.starlark.syntax.Variable;
import dev.countersign.starlark.trace.Position;
import dev.countersign.starlark.value.BytesValue;
import dev.countersign.starlark.value.FloatValue;
import dev.countersign.starlark.value.IntValue;
import dev.countersign.starlark.value.NoneValue;
import dev.countersign.starlark.value.StringValue;
import dev.countersign.starlark.value.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Turns a resolved file into nodes and acts.
final class Compiler {
    private final Resolution file;
    private final Map<String, Integer> predeclared;
    private int nodes;

    /// @param predeclared the places of the host's names behind the variables of the module
    Compiler(Resolution file, Map<String, Integer> predeclared) {
        this.file = file;
        this.predeclared = predeclared;
    }

    Act[] acts(List<Statement> statements) {
        return statements.stream().map(this::act).toArray(Act[]::new);
    }

    private Act act(Statement statement) {
        int before = nodes;
        return switch (statement) {
            case Statement.Evaluate evaluate -> {
                Node node = node(evaluate.expression());
                yield new Acts.Evaluate(1 + nodes - before, node);
            }
            case Statement.Assign assign -> {
                Target target = target(assign.target());
                Node value = node(assign.value());
                yield new Acts.Assign(1 + nodes - before, target, value);
            }
            case Statement.Augment augment -> {
                Target target = target(augment.target());
                Node current = target instanceof Target.Item ? new Variables.Constant(augment.position(), NoneValue.NONE) : node(augment.target());
                Node value = node(augment.value());
                yield new Augment(1 + nodes - before, augment.position(), augment.operator(), target, current, value);
            }
            case Statement.Define define -> {
                Target target = target(define.name());
                Node function = function(define.function());
                yield new Acts.Assign(1 + nodes - before, target, function);
            }
            case Statement.If choice -> choice(choice, before);
            case Statement.For loop -> {
                Node source = node(loop.source());
                Target target = target(loop.target());
                int weight = 1 + nodes - before;
                yield new Acts.For(weight, loop.position(), target, source, acts(loop.body()));
            }
            case Statement.Return back -> {
                Optional<Node> value = back.value().map(this::node);
                yield new Acts.Return(1 + nodes - before, value);
            }
            case Statement.Jump jump -> new Acts.Jump(switch (jump.way()) {
                case BREAK -> Act.End.BREAK;
                case CONTINUE -> Act.End.CONTINUE;
                case PASS -> Act.End.NEXT;
            });
            case Statement.Load load -> new Load(load.position(), load.module(), load.bindings().stream()
                    .map(binding -> new Load.Binding(target(binding.local()), binding.original(), binding.position())).toArray(Load.Binding[]::new));
        };
    }

    private Act choice(Statement.If choice, int before) {
        List<Node> conditions = choice.branches().stream().map(branch -> node(branch.condition())).toList();
        int weight = 1 + nodes - before;
        var branches = new Acts.Branch[conditions.size()];
        for (int i = 0; i < branches.length; i++) {
            branches[i] = new Acts.Branch(conditions.get(i), acts(choice.branches().get(i).body()));
        }
        return new Acts.If(weight, branches, acts(choice.otherwise()));
    }

    private Target target(Expression expression) {
        nodes++;
        return switch (expression) {
            case Expression.Name name -> switch (variable(name)) {
                case Variable.Local(Slot slot) -> slot.shared() ? new Target.Shared(slot.index()) : new Target.Local(slot.index());
                case Variable.Global global -> new Target.Global(global.index());
                case Variable.Free ignored -> throw new IllegalStateException("a captured variable is not assigned: " + name);
                case Variable.Predeclared ignored -> throw new IllegalStateException("a given name is not assigned: " + name);
            };
            case Expression.Index index -> new Target.Item(index.position(), node(index.object()), node(index.index()));
            case Expression.Dot dot -> new Target.Field(dot.position(), node(dot.object()), dot.name());
            case Expression.Tuple tuple -> several(tuple.position(), tuple.items());
            case Expression.ListDisplay list -> several(list.position(), list.items());
            default -> throw new IllegalStateException("no target: " + expression);
        };
    }

    private Target several(Position position, List<Expression> items) {
        return new Target.Several(position, items.stream().map(this::target).toArray(Target[]::new));
    }

    private Variable variable(Expression.Name name) {
        Variable variable = file.variables().get(name);
        if (variable == null) {
            throw new IllegalStateException("unresolved: " + name);
        }
        return variable;
    }

    private Node[] nodes(List<Expression> expressions) {
        return expressions.stream().map(this::node).toArray(Node[]::new);
    }

    private Node node(Expression expression) {
        nodes++;
        Position position = expression.position();
        return switch (expression) {
            case Expression.Literal literal -> new Variables.Constant(position, constant(literal.value()));
            case Expression.Name name -> use(name);
            case Expression.Tuple tuple -> new Displays.Items(position, true, nodes(tuple.items()));
            case Expression.ListDisplay list -> new Displays.Items(position, false, nodes(list.items()));
            case Expression.DictDisplay dict -> new Displays.Entries(position,
                    dict.entries().stream().map(entry -> node(entry.key())).toArray(Node[]::new),
                    dict.entries().stream().map(entry -> node(entry.value())).toArray(Node[]::new),
                    dict.entries().stream().map(Expression.Entry::position).toArray(Position[]::new));
            case Expression.Unary unary -> new Operations.Unary(position, unary.operator(), node(unary.operand()));
            case Expression.Binary binary -> {
                Node left = node(binary.left());
                Node right = node(binary.right());
                yield binary.operator() == Operator.AND || binary.operator() == Operator.OR
                        ? new Operations.Either(position, binary.operator() == Operator.AND, left, right)
                        : new Operations.Binary(position, Operations.of(binary.operator()), left, right);
            }
            case Expression.Conditional choice ->
                    new Operations.Conditional(position, node(choice.condition()), node(choice.then()), node(choice.other()));
            case Expression.Dot dot -> new Operations.Dot(position, node(dot.object()), dot.name());
            case Expression.Index index -> new Operations.Index(position, node(index.object()), node(index.index()));
            case Expression.Slice slice -> new Operations.Slice(position, node(slice.object()), slice.from().map(this::node),
                    slice.to().map(this::node), slice.step().map(this::node));
            case Expression.Call call -> call(call);
            case Expression.Comprehension comprehension -> comprehension(comprehension);
            case Expression.Lambda lambda -> function(lambda.function());
        };
    }

    private static Value constant(Object literal) {
        return switch (literal) {
            case BigInteger number -> IntValue.of(number);
            case Double real -> new FloatValue(real);
            case String text -> new StringValue(text);
            case byte[] octets -> BytesValue.of(octets);
            default -> throw new IllegalStateException("no literal: " + literal);
        };
    }

    private Node use(Expression.Name name) {
        Position position = name.position();
        return switch (variable(name)) {
            case Variable.Local(Slot slot) -> slot.shared() ? new Variables.Shared(position, slot.index(), slot.name())
                    : new Variables.Local(position, slot.index(), slot.name());
            case Variable.Free free -> new Variables.Free(position, free.index(), free.name());
            case Variable.Global global -> new Variables.Global(position, global.index(), global.name());
            case Variable.Predeclared(String given) -> predeclared.containsKey(given) ? new Variables.Global(position, predeclared.get(given), given)
                    : new Variables.Constant(position, Universe.get(given));
        };
    }

    private Node call(Expression.Call call) {
        Node function = node(call.function());
        var positional = new ArrayList<Node>();
        var names = new ArrayList<String>();
        var named = new ArrayList<Node>();
        Optional<Node> star = Optional.empty();
        Optional<Node> starStar = Optional.empty();
        for (Expression.Argument argument : call.arguments()) {
            Node value = node(argument.value());
            switch (argument.passing()) {
                case POSITIONAL -> positional.add(value);
                case NAMED -> {
                    names.add(argument.name());
                    named.add(value);
                }
                case STAR -> star = Optional.of(value);
                case STAR_STAR -> starStar = Optional.of(value);
            }
        }
        return new CallNode(call.position(), function, positional.toArray(Node[]::new), names.toArray(String[]::new), named.toArray(Node[]::new),
                star, starStar);
    }

    private Node comprehension(Expression.Comprehension comprehension) {
        int before = nodes;
        var clauses = comprehension.clauses().stream().map(clause -> switch (clause) {
            case Expression.Clause.For loop -> new Displays.Clause.For(loop.position(), target(loop.target()), node(loop.source()));
            case Expression.Clause.If test -> (Displays.Clause) new Displays.Clause.If(node(test.condition()));
        }).toArray(Displays.Clause[]::new);
        Optional<Node> key = comprehension.key().map(this::node);
        Node body = node(comprehension.body());
        return new Displays.Comprehension(comprehension.position(), key, body, clauses,
                file.comprehensions().getOrDefault(comprehension, List.of()), 1 + nodes - before);
    }

    private Node function(Function function) {
        Scope scope = file.scopes().get(function);
        if (scope == null) {
            throw new IllegalStateException("unresolved: " + function.name());
        }
        List<Parameter> parameters = function.parameters().stream().filter(parameter -> !parameter.name().isEmpty()).toList();
        List<Optional<Node>> defaults = parameters.stream().map(parameter -> parameter.standard().map(this::node)).toList();
        int before = nodes;
        int[] cells = scope.slots().stream().filter(Slot::shared).mapToInt(Slot::index).toArray();
        var code = new FunctionCode(function.name(), function.position(), binder(function.parameters(), parameters), scope.slots().size(), cells,
                function.height());
        code.body(acts(function.body()));
        nodes = before;
        return new FunctionNode(function.position(), code, defaults, scope.captures());
    }

    private static Binder binder(List<Parameter> all, List<Parameter> named) {
        var ordinary = new boolean[named.size()];
        int star = -1;
        int starStar = -1;
        for (int i = 0; i < ordinary.length; i++) {
            switch (named.get(i).form()) {
                case ORDINARY -> ordinary[i] = true;
                case STAR -> star = i;
                case STAR_STAR -> starStar = i;
            }
        }
        int positional = 0;
        while (positional < all.size() && all.get(positional).form() == Parameter.Form.ORDINARY) {
            positional++;
        }
        return new Binder(named.stream().map(Parameter::name).toList(), positional, ordinary, star, starStar);
    }
}
