package dev.countersign.verify.project;

import dev.countersign.verify.Smoke;
import dev.countersign.workspace.Progress;
import java.time.Duration;

/// Watches a program that is to start, and wants it ended once it has: cancels where the outer progress does not.
final class Started implements Progress {
    private final Progress outer;
    private final Smoke smoke;
    private final long until;
    private volatile boolean said;

    Started(Progress outer, Smoke smoke) {
        this.outer = outer;
        this.smoke = smoke;
        this.until = System.nanoTime() + smoke.stays().toNanos();
    }

    void line(String line) {
        if (smoke.says().filter(line::contains).isPresent()) {
            said = true;
        }
    }

    @Override
    public void step(String what, long done, long total) {
        outer.step(what, done, total);
    }

    @Override
    public boolean cancelled() {
        return outer.cancelled() || hasStarted();
    }

    boolean hasStarted() {
        return smoke.says().isPresent() ? said : System.nanoTime() - until >= 0;
    }

    String words() {
        return smoke.says().map(says -> "started: it said \"" + says + "\"").orElseGet(() -> "started, and ran for " + seconds(smoke.stays()));
    }

    /// What it did not do. @param how it ended
    static String failure(Smoke smoke, String how) {
        return smoke.says().map(says -> how + " without saying \"" + says + "\".")
                .orElseGet(() -> how + " before it had run for " + seconds(smoke.stays()) + ".");
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
