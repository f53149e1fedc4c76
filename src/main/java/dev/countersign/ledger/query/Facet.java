package dev.countersign.ledger.query;

/// Something that entries can be filtered by and whose values can be listed.
public enum Facet { FILE, AGENT, MODEL, RUN }
