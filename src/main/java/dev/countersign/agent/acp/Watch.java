package dev.countersign.agent.acp;

import dev.countersign.workspace.Progress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Ends the process of a call where it would not end by itself: soon after a cancellation, soon after the call is over, and
/// when nothing comes for too long. Asked about ten times a second, by one thread.
final class Watch implements Progress {
    private static final long AFTER_CANCEL = TimeUnit.MILLISECONDS.toNanos(600);
    private static final long AFTER_END = TimeUnit.MILLISECONDS.toNanos(1500);
    /// Longer than agents usually wait before they ask again.
    private static final long AFTER_CUT = TimeUnit.SECONDS.toNanos(90);

    private final Progress outer;
    private final Wire wire;
    private final Runnable cancel;
    private final BooleanSupplier cut;
    private final BooleanSupplier busy;
    private final long silence;
    private final long started = System.nanoTime();
    private volatile long overSince;
    private volatile boolean over;
    private long cancelledSince;
    private boolean cancelling;
    private boolean wasCut;
    private long cutSince;
    private long lastBusy = started;
    private volatile boolean silent;

    /// @param cancel tells the agent, once, that it is not wanted any more
    /// @param cut    whether its model's last answer broke off and it asks nothing since
    /// @param busy   whether it is no silence that nothing comes
    Watch(Progress outer, Wire wire, Duration silence, Runnable cancel, BooleanSupplier cut, BooleanSupplier busy) {
        this.outer = outer;
        this.wire = wire;
        this.silence = silence.toNanos();
        this.cancel = cancel;
        this.cut = cut;
        this.busy = busy;
    }

    /// The call is over; the process may end.
    void over() {
        overSince = System.nanoTime();
        over = true;
    }

    /// Whether it was ended for saying nothing.
    boolean wasSilent() {
        return silent;
    }

    @Override
    public void step(String what, long done, long total) {
        outer.step(what, done, total);
    }

    @Override
    public boolean cancelled() {
        long now = System.nanoTime();
        if (over) {
            return now - overSince > AFTER_END || outer.cancelled();
        }
        if (outer.cancelled()) {
            if (!cancelling) {
                cancelling = true;
                cancelledSince = now;
                cancel.run();
            }
            return now - cancelledSince > AFTER_CANCEL;
        }
        if (busy.getAsBoolean()) {
            lastBusy = now;
        }
        long quiet = now - Math.max(lastBusy, wire.heard());
        silent |= quiet > silence || isStuck(now) && quiet > Math.min(silence, AFTER_CUT);
        return silent;
    }

    /// Whether it has long had the chance to ask again for an answer that broke off.
    private boolean isStuck(long now) {
        boolean before = wasCut;
        wasCut = cut.getAsBoolean();
        cutSince = before ? cutSince : now;
        return wasCut && now - cutSince > Math.min(silence, AFTER_CUT);
    }
}
