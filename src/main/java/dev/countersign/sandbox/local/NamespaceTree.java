package dev.countersign.sandbox.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Processes in a PID namespace of their own. The kernel kills all of them with the first one, and that one is gone only when all
/// others are (pid_namespaces(7)).
final class NamespaceTree implements ProcessTree {
    private static final Pattern FIRST = Pattern.compile("\"child-pid\"\\s*:\\s*(\\d+)");

    private final ProcessHandle outer;
    private final Path status;
    private final Set<ProcStat> firsts = new LinkedHashSet<>();
    private List<Long> known = List.of();

    /// @param outer  the process that made the namespace, and dies with us
    /// @param status where it says which process is the first one inside
    NamespaceTree(ProcessHandle outer, Path status) {
        this.outer = outer;
        this.status = status;
    }

    @Override
    public synchronized void look() {
        first();
        List<Long> found = new ArrayList<>();
        firsts.stream().filter(ProcStat::isStill).forEach(first -> {
            found.add(first.pid());
            ProcStat.below(first.pid()).forEach(stat -> found.add(stat.pid()));
        });
        known = List.copyOf(found);
    }

    @Override
    public synchronized List<Long> known() {
        return known;
    }

    private void first() {
        if (!firsts.isEmpty()) {
            return;
        }
        try {
            Matcher matcher = FIRST.matcher(Files.readString(status));
            if (matcher.find()) {
                Optional<ProcStat> stat = ProcStat.read(Long.parseLong(matcher.group(1)));
                stat.ifPresent(firsts::add);
                return;
            }
        } catch (IOException e) {
            // Not written yet, or never.
        }
        if (outer.isAlive()) {
            ProcStat.below(outer.pid()).stream().filter(s -> s.parent() == outer.pid()).forEach(firsts::add);
        }
    }

    @Override
    public synchronized boolean kill() {
        long end = System.nanoTime() + ProcTree.PATIENCE;
        first();
        for (int round = 0; ; round++) {
            outer.destroyForcibly();
            boolean gone = !outer.isAlive();
            for (ProcStat first : firsts) {
                if (first.isStill() && ProcStat.read(first.pid()).filter(ProcStat::alive).isPresent()) {
                    gone = false;
                    ProcessHandle.of(first.pid()).ifPresent(ProcessHandle::destroyForcibly);
                }
            }
            if (gone) {
                return true;
            }
            if (System.nanoTime() - end > 0) {
                return false;
            }
            LockSupport.parkNanos(round < 20 ? 200_000 : 10_000_000);
        }
    }
}
