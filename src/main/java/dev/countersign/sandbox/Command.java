package dev.countersign.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is to run: an argv, never a shell line put together.
///
/// @param argv        program and arguments; the program is looked up on the PATH of `environment`
/// @param environment the whole environment of the child; nothing is inherited
/// @param stdin       bytes given on standard input, which is then closed
public record Command(List<String> argv, Path folder, SortedMap<String, String> environment, byte[] stdin) {
    public Command {
        argv = List.copyOf(argv);
        if (argv.isEmpty() || argv.getFirst().isBlank()) {
            throw new IllegalArgumentException("a command has a program");
        }
        environment = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(environment));
    }
}
