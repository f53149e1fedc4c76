package dev.countersign.script;

import java.util.List;

/// What came of one call. Known secrets are taken out of all texts.
public sealed interface ScriptResult {
    /// What it printed, line by line.
    List<String> printed();

    /// @param text what it returned: a string as it is, all else in JSON
    record Answered(String text, List<String> printed) implements ScriptResult {
        public Answered {
            printed = List.copyOf(printed);
        }
    }

    /// @param sentence why, with the place in the script
    /// @param trace    the calls that led there
    record Failed(String sentence, String trace, List<String> printed) implements ScriptResult {
        public Failed {
            printed = List.copyOf(printed);
        }
    }
}
