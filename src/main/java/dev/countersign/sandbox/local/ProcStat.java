package dev.countersign.sandbox.local;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
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
    /// More than its 52 numbers and a name of 64 characters take.
    private static final int LONGEST = 2048;
    /// `starttime`, counted from `state`.
    private static final int START = 19;

    static Optional<ProcStat> read(long pid) {
        byte[] bytes = new byte[LONGEST];
        int length;
        // In one piece, which the kernel gives at once: this is asked for every process of the machine.
        try (var in = new FileInputStream("/proc/" + pid + "/stat")) {
            length = in.read(bytes);
        } catch (IOException e) {
            return Optional.empty();
        }
        try {
            String line = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
            // The name in brackets may itself hold brackets and spaces.
            String[] field = line.substring(line.lastIndexOf(')') + 2).split(" ", START + 2);
            return Optional.of(new ProcStat(pid, field[0].charAt(0), Long.parseLong(field[1]), Long.parseLong(field[2]),
                    Long.parseLong(field[3]), Long.parseLong(field[START])));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    static List<ProcStat> all() {
        List<ProcStat> all = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (Character.isDigit(name.charAt(0))) {
                    read(Long.parseLong(name)).ifPresent(all::add);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
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
