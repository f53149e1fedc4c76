package dev.countersign.starlark.syntax;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The variables of one function, or of the top level of a file, whose own locals are those of its comprehensions.
public final class Scope {
    private final Optional<Scope> outer;
    private final List<Slot> slots = new ArrayList<>();
    private final List<Variable> captures = new ArrayList<>();
    private final Map<String, Variable.Free> free = new LinkedHashMap<>();
    private final List<Map<String, Slot>> blocks = new ArrayList<>();

    Scope(Optional<Scope> outer) {
        this.outer = outer;
    }

    Optional<Scope> outer() {
        return outer;
    }

    void open() {
        blocks.add(new LinkedHashMap<>());
    }

    List<Slot> close() {
        return List.copyOf(blocks.removeLast().values());
    }

    /// The slot of `name` in the innermost block, made if there was none.
    Slot declare(String name) {
        return blocks.getLast().computeIfAbsent(name, n -> {
            var slot = new Slot(n, slots.size());
            slots.add(slot);
            return slot;
        });
    }

    /// What `name` stands for here: a local, or a local of a function around, which then becomes shared.
    Optional<Variable> find(String name) {
        for (int i = blocks.size() - 1; i >= 0; i--) {
            Slot slot = blocks.get(i).get(name);
            if (slot != null) {
                return Optional.of(new Variable.Local(slot));
            }
        }
        Variable.Free known = free.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        return outer.flatMap(scope -> scope.find(name)).map(variable -> capture(name, variable));
    }

    private Variable capture(String name, Variable variable) {
        if (variable instanceof Variable.Local(Slot slot)) {
            slot.share();
        }
        var made = new Variable.Free(captures.size(), name);
        captures.add(variable);
        free.put(name, made);
        return made;
    }

    /// All locals, by their place.
    public List<Slot> slots() {
        return List.copyOf(slots);
    }

    /// What is captured when the function is made, as the function around it names it: locals and free variables.
    public List<Variable> captures() {
        return List.copyOf(captures);
    }
}
