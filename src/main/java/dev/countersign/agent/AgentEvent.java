package dev.countersign.agent;

import dev.countersign.network.Connection;
import dev.countersign.network.Reached;
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

    /// It asks for leave, and waits; [Answered] has the same request.
    record Asked(PermissionRequest request) implements AgentEvent {}

    /// @param request the id of the request
    /// @param answer  the label of the chosen option, or why it was refused
    /// @param by      a rule or a person; empty where nobody answered
    record Answered(String request, String title, String answer, boolean allowed, String by) implements AgentEvent {}

    /// What it means to do; each replaces the one before.
    record Planned(List<Step> steps) implements AgentEvent {
        public Planned {
            steps = List.copyOf(steps);
        }
    }

    /// @param state "pending", "in_progress", "completed", or the agent's own word
    record Step(String text, String state) {}

    /// A connection that it asked for has ended.
    record Connected(Connection connection) implements AgentEvent {}

    /// All that the call had to do with the network, told when it is over.
    record Network(List<Reached> reached) implements AgentEvent {
        public Network {
            reached = List.copyOf(reached);
        }
    }

    /// Something it told that has no other place here: shown as it came.
    record Other(String kind, String text) implements AgentEvent {}
}
