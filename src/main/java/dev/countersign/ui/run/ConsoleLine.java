package dev.countersign.ui.run;

import java.time.Instant;

/// One line of the console.
///
/// @param entry the entry it belongs to; a fold hides the later lines of its entry
/// @param text  may hold ANSI colours where it is raw output
/// @param state of a tool call or check: the word for it, else empty
public record ConsoleLine(Instant at, long entry, Kind kind, String text, String state) {

    /// Whose words these are.
    public enum Kind {
        /// Countersign's own: a state that was reached.
        STATE,
        SAID, THOUGHT, TOOL,
        /// What the agent means to do; its steps are below it.
        PLAN,
        /// It asks for leave, or was answered.
        ASK,
        /// Something it told that has no other place.
        OTHER,
        /// Below a tool call, hidden while it is folded.
        DETAIL,
        OUT, ERR, COMMAND, CHECK, CHECK_OUT, USAGE
    }
}
