package dev.countersign.starlark.value;

/// What can be changed until it is frozen, and not while it is being iterated over.
abstract class Mutable {
    private boolean frozen;
    private int iterators;

    public final boolean frozen() {
        return frozen;
    }

    /// Returns whether it was not frozen before.
    final boolean freeze() {
        boolean first = !frozen;
        frozen = true;
        return first;
    }

    final void beginIteration() {
        if (!frozen) {
            iterators++;
        }
    }

    final void endIteration() {
        if (!frozen) {
            iterators--;
        }
    }

    /// @param verb what is about to be done, as in "append to"
    final void checkMutable(String verb, String what) {
        if (frozen) {
            throw new Failure("cannot " + verb + " frozen " + what);
        }
        if (iterators > 0) {
            throw new Failure("cannot " + verb + " " + what + " during iteration");
        }
    }
}
