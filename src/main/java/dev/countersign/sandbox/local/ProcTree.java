package dev.countersign.sandbox.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Knows processes by `/proc` (proc(5)): by session and group of the first one, by parents, by the mark in their
/// environment, and by the pipes they hold. A daemon that left its session and its parent is found by the latter two.
final class ProcTree implements ProcessTree {
    static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

    private final long leader;
    private final boolean ownSession;
    private final String mark;
    private final Optional<Path> pipes;
    private final ProcessGroups groups;
    private final long born;
    private final long self = ProcessHandle.current().pid();
    private final Map<Long, Long> seen = new HashMap<>();

    /// @param ownSession whether the first process leads a session and a group of its own
    /// @param mark       `NAME=value`, in the environment of the first process
    /// @param pipes      folder of the named pipes that the first process was given
    ProcTree(long leader, boolean ownSession, String mark, Optional<Path> pipes, ProcessGroups groups) {
        this.leader = leader;
        this.ownSession = ownSession;
        this.mark = mark + "\0";
        this.pipes = pipes;
        this.groups = groups;
        // The first process may be gone already; then every process is looked at.
        this.born = ProcStat.read(leader).map(ProcStat::start).orElse(0L);
    }

    @Override
    public synchronized void look() {
        members();
    }

    @Override
    public synchronized List<Long> known() {
        return List.copyOf(seen.keySet());
    }

    @Override
    public synchronized boolean kill() {
        long end = System.nanoTime() + PATIENCE;
        boolean met = false;
        int empty = 0;
        for (int round = 0; ; round++) {
            List<ProcStat> living = members();
            // Processes are listed one by one, so who forks and ends meanwhile is missed. The system kills a group as one, and no member
            // can fork after that; of those outside of it a second look must find none.
            boolean inGroup = ownSession && groups.kill(leader);
            met |= inGroup || !living.isEmpty();
            empty = living.isEmpty() ? empty + 1 : 0;
            if (empty > (met ? 1 : 0)) {
                return true;
            }
            if (System.nanoTime() - end > 0) {
                return false;
            }
            living.forEach(ProcTree::kill);
            LockSupport.parkNanos(round < 3 ? 2_000_000 : 20_000_000);
        }
    }

    private static void kill(ProcStat stat) {
        ProcessHandle.of(stat.pid()).ifPresent(handle -> {
            // The handle may be of a newer process that was given the same number.
            if (ProcStat.read(stat.pid()).filter(now -> now.start() == stat.start()).isPresent()) {
                handle.destroyForcibly();
            }
        });
    }

    private List<ProcStat> members() {
        Map<Long, List<ProcStat>> children = new HashMap<>();
        Map<Long, ProcStat> found = new HashMap<>();
        Deque<ProcStat> open = new ArrayDeque<>();
        for (ProcStat stat : ProcStat.all()) {
            children.computeIfAbsent(stat.parent(), _ -> new ArrayList<>()).add(stat);
            if (belongs(stat)) {
                open.add(stat);
            }
        }
        while (!open.isEmpty()) {
            ProcStat stat = open.remove();
            if (stat.pid() != self && found.putIfAbsent(stat.pid(), stat) == null) {
                open.addAll(children.getOrDefault(stat.pid(), List.of()));
            }
        }
        seen.clear();
        found.values().forEach(stat -> seen.put(stat.pid(), stat.start()));
        return found.values().stream().filter(ProcStat::alive).toList();
    }

    private boolean belongs(ProcStat stat) {
        if (stat.pid() == self || stat.start() < born) {
            return false;
        }
        return (stat.pid() == leader && stat.start() == born)
                || (seen.containsKey(stat.pid()) && seen.get(stat.pid()) == stat.start())
                || (ownSession && (stat.session() == leader || stat.group() == leader))
                || (stat.alive() && (isMarked(stat.pid()) || holdsPipe(stat.pid())));
    }

    private boolean isMarked(long pid) {
        try {
            byte[] environment = Files.readAllBytes(ProcStat.PROC.resolve(pid + "/environ"));
            return new String(environment, StandardCharsets.ISO_8859_1).contains(mark);
        } catch (IOException e) {
            return false;
        }
    }

    private boolean holdsPipe(long pid) {
        return pipes.isPresent() && Arrays.asList("0", "1", "2").stream().anyMatch(descriptor -> {
            try {
                return Files.readSymbolicLink(ProcStat.PROC.resolve(pid + "/fd/" + descriptor)).startsWith(pipes.get());
            } catch (IOException e) {
                return false;
            }
        });
    }
}
