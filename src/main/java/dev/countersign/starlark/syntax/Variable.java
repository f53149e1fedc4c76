package dev.countersign.starlark.syntax;

/// What a name stands for.
public sealed interface Variable {
    /// A variable of the running function.
    record Local(Slot slot) implements Variable {}

    /// A variable of an enclosing function, by its place among the captured ones.
    record Free(int index, String name) implements Variable {}

    /// A variable of the module; those that a `load` bound are not seen from outside.
    record Global(int index, String name) implements Variable {}

    /// A name the host or the language gives.
    record Predeclared(String name) implements Variable {}
}
