package dev.countersign.agent;

import java.util.List;
import java.util.SortedMap;

/// What an agent says and seems to do: its own words, shown as such. The truth is the stage.
public sealed interface AgentEvent {
    /// A process was started with exactly this. Values that came from `${VAR}` are masked.
    record Started(List<String> argv, SortedMap<String, String> environment) implements AgentEvent {}

    record Said(String text) implements AgentEvent {}

    record Thought(String text) implements AgentEvent {}

    /// @param state "running", "done", "failed", or the agent's own word
    record ToolCall(String id, String title, String state, String detail) implements AgentEvent {}

    /// A line of raw output that had no other meaning. @param error from standard error
    record Output(String text, boolean error) implements AgentEvent {}

    record Used(Usage usage) implements AgentEvent {}
}
