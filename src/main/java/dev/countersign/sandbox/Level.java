package dev.countersign.sandbox;

import java.util.Arrays;
import java.util.Optional;

/// How strongly a command is contained; a higher one holds more. Which of them a machine has is found by trying to escape.
public enum Level {
    /// Nothing is contained: time and output are limited, the environment starts empty.
    L0("none"),
    /// The kernel keeps a command from the files (Landlock) and from dangerous system calls (seccomp).
    L1("files"),
    /// Like L1, in namespaces of its own: no network, no sight of other processes, and all end together.
    L2("namespaces"),
    /// A file system of its own that holds only what the command needs, in namespaces of its own, with a filter of system calls.
    L3("kernel");

    private final String word;

    Level(String word) {
        this.word = word;
    }

    /// "none", "files", "namespaces" or "kernel".
    public String word() {
        return word;
    }

    /// By name ("L3", in any case) or word ("none").
    public static Optional<Level> of(String text) {
        return Arrays.stream(values()).filter(level -> level.name().equalsIgnoreCase(text) || level.word.equalsIgnoreCase(text))
                .findFirst();
    }

    /// Whether a command can be given a network of its own, in which single hosts are allowed.
    public boolean hasOwnNetwork() {
        return !isBelow(L2);
    }

    public boolean isBelow(Level other) {
        return compareTo(other) < 0;
    }

    public Level orLower(Level other) {
        return isBelow(other) ? this : other;
    }
}
