package dev.countersign.starlark.eval;

import dev.countersign.starlark.value.Frame;

/// A statement ready to be run. Before it does anything it charges its weight: the number of nodes that it may evaluate.
abstract class Act {
    /// How a statement ended.
    enum End { NEXT, BREAK, CONTINUE, RETURN }

    final int weight;

    Act(int weight) {
        this.weight = weight;
    }

    abstract End run(Frame frame);

    /// Runs statements until one of them ends otherwise than by going on.
    static End all(Act[] acts, Frame frame) {
        for (Act act : acts) {
            frame.evaluation.step(act.weight);
            End end = act.run(frame);
            if (end != End.NEXT) {
                return end;
            }
        }
        return End.NEXT;
    }
}
