package dev.countersign.plan;

/// What kind of work a node is.
public enum NodeClass {
    INTERFACE, IMPLEMENTATION, INTEGRATION
}
