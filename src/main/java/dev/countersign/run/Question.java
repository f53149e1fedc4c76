package dev.countersign.run;

import dev.countersign.agent.PermissionRequest;
import dev.countersign.plan.NodeId;
import java.time.Instant;

/// An agent at work that waits for a person's leave.
public record Question(NodeId node, PermissionRequest request, String why, Instant since) {}
