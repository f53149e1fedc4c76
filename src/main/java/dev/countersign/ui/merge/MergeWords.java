package dev.countersign.ui.merge;

/// What the three texts of a merge are, for a person.
///
/// @param ours   heading of the left side: "As it is now"
/// @param theirs heading of the right side: "Before the change"
/// @param base   of what both began with: "After the change"
/// @param why    what made it a conflict
public record MergeWords(String ours, String theirs, String base, String why) {}
