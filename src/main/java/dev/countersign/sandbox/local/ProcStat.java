package dev.countersign.sandbox.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One line of `/proc/PID/stat` (proc(5)). @param start ticks since boot; with the pid it names a process for good
record ProcStat(long pid, char state, long parent, long group, long session, long start) {
    static final Path PROC = Path.of("/proc");

    static Optional<ProcStat> read(long pid) {
        try {
            String line = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
            // The name in brackets may itself hold brackets and spaces.
            String[] field = line.substring(line.lastIndexOf(')') + 2).split(" ");
            return Optional.of(new ProcStat(pid, field[0].charAt(0), Long.parseLong(field[1]), Long.parseLong(field[2]),
                    Long.parseLong(field[3]), Long.parseLong(field[19])));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    static List<ProcStat> all() {
        List<ProcStat> all = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path entry : entries) {
                read(Long.parseLong(entry.getFileName().toString())).ifPresent(all::add);
            }
        } catch (IOException e) {
            return all;
        }
        return all;
    }

    /// Those below `pid`, itself left out.
    static List<ProcStat> below(long pid) {
        Map<Long, List<ProcStat>> children = new HashMap<>();
        all().forEach(stat -> children.computeIfAbsent(stat.parent, _ -> new ArrayList<>()).add(stat));
        List<ProcStat> found = new ArrayList<>();
        Deque<ProcStat> open = new ArrayDeque<>(children.getOrDefault(pid, List.of()));
        while (!open.isEmpty()) {
            ProcStat stat = open.remove();
            found.add(stat);
            open.addAll(children.getOrDefault(stat.pid, List.of()));
        }
        return found;
    }

    boolean alive() {
        return state != 'Z' && state != 'X';
    }

    /// Whether it is still the same process that has this number.
    boolean isStill() {
        return read(pid).filter(now -> now.start == start).isPresent();
    }
}
