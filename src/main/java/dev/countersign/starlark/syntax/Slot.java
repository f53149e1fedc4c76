package dev.countersign.starlark.syntax;

/// A local variable of a function: its place in the frame, and whether a nested function shares it (then the place holds a cell).
public final class Slot {
    private final String name;
    private final int index;
    private boolean shared;

    Slot(String name, int index) {
        this.name = name;
        this.index = index;
    }

    void share() {
        shared = true;
    }

    public String name() {
        return name;
    }

    public int index() {
        return index;
    }

    public boolean shared() {
        return shared;
    }
}
