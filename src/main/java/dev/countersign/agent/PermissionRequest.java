package dev.countersign.agent;

import java.util.List;
import java.util.Optional;

/// An agent asks for leave to use one of its tools. Its own words: what the tool really does is seen in the stage.
///
/// @param id      unique within the call of the agent
/// @param call    the id of the [AgentEvent.ToolCall] that it is about
/// @param kind    the agent's word for the kind of tool: "edit", "execute", "fetch" and so on; "other" where it says none
/// @param detail  what the tool was given, for a person; may be empty
/// @param command the command it would run, as far as it says one: a shell line, or the words of an argv
/// @param paths   files that it names, as it names them
/// @param options the answers that it takes, in its order
public record PermissionRequest(String id, String call, String title, String kind, String detail, Optional<List<String>> command,
                                List<String> paths, List<Option> options) {
    public PermissionRequest {
        command = command.map(List::copyOf);
        paths = List.copyOf(paths);
        options = List.copyOf(options);
    }

    /// @param label the agent's own; several options may be of one kind
    public record Option(String id, String label, Kind kind) {}

    /// What an option means.
    public enum Kind {
        ALLOW_ONCE, ALLOW_ALWAYS, REJECT_ONCE, REJECT_ALWAYS,
        /// A word that is not known here: only a person chooses it.
        OTHER;

        public boolean allows() {
            return switch (this) {
                case ALLOW_ONCE, ALLOW_ALWAYS -> true;
                case REJECT_ONCE, REJECT_ALWAYS, OTHER -> false;
            };
        }

        public boolean rejects() {
            return switch (this) {
                case REJECT_ONCE, REJECT_ALWAYS -> true;
                case ALLOW_ONCE, ALLOW_ALWAYS, OTHER -> false;
            };
        }
    }

    /// The option for a plain yes to this one request, if it offers any.
    public Optional<Option> once(boolean allow) {
        List<Kind> wanted = allow ? List.of(Kind.ALLOW_ONCE) : List.of(Kind.REJECT_ONCE, Kind.REJECT_ALWAYS);
        return wanted.stream().flatMap(kind -> options.stream().filter(o -> o.kind() == kind)).findFirst();
    }
}
