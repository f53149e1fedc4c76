package dev.countersign.starlark.eval;

import dev.countersign.starlark.trace.Position;
import dev.countersign.starlark.value.Frame;
import dev.countersign.starlark.value.Value;

/// An expression ready to be evaluated. Before it does what may fail, it notes its place in the frame.
abstract class Node {
    final Position position;

    Node(Position position) {
        this.position = position;
    }

    abstract Value eval(Frame frame);
}
