package dev.countersign.sandbox.local;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/// Knows processes by their parents alone; for systems without `/proc`.
final class HandleTree implements ProcessTree {
    private final ProcessHandle leader;
    private final Set<ProcessHandle> seen = new LinkedHashSet<>();

    HandleTree(ProcessHandle leader) {
        this.leader = leader;
        seen.add(leader);
    }

    @Override
    public synchronized void look() {
        for (ProcessHandle each : Set.copyOf(seen)) {
            each.descendants().forEach(seen::add);
        }
        seen.removeIf(each -> !each.equals(leader) && !each.isAlive());
    }

    @Override
    public synchronized List<Long> known() {
        return seen.stream().map(ProcessHandle::pid).toList();
    }

    @Override
    public synchronized boolean kill() {
        long end = System.nanoTime() + ProcTree.PATIENCE;
        while (true) {
            look();
            if (seen.stream().noneMatch(ProcessHandle::isAlive)) {
                return true;
            }
            seen.forEach(ProcessHandle::destroyForcibly);
            if (System.nanoTime() - end > 0) {
                return false;
            }
            LockSupport.parkNanos(10_000_000);
        }
    }
}
