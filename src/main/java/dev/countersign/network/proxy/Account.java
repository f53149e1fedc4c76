package dev.countersign.network.proxy;

import dev.countersign.network.Metered;
import dev.countersign.network.ModelEndpoint;
import dev.countersign.network.proxy.Refused.Why;
import java.util.concurrent.atomic.AtomicLong;

/// What one call used of its way, against what it may. Safe for use by several threads.
final class Account {
    private final ProxyLimits limits;
    private final AtomicLong bytes = new AtomicLong();
    private Metered metered = Metered.NOTHING;
    private int begun;
    private int open;
    private int asking;
    private boolean cut;

    Account(ProxyLimits limits) {
        this.limits = limits;
    }

    synchronized boolean enter() {
        if (open >= limits.connections()) {
            return false;
        }
        open++;
        return true;
    }

    synchronized void leave() {
        open--;
    }

    /// @return whether there was room for them
    boolean take(long count) {
        return bytes.addAndGet(count) <= limits.bytes();
    }

    /// A request to the model is about to go out.
    synchronized void begin(ModelEndpoint model) throws Refused {
        if (model.requests().isPresent() && begun >= model.requests().getAsLong()) {
            throw new Refused(Why.BUDGET, "This call may ask its model " + model.requests().getAsLong() + " times, and did.");
        }
        if (model.tokens().isPresent()) {
            if (metered.input().isEmpty() || metered.output().isEmpty()) {
                throw new Refused(Why.BUDGET, "This call has a limit of tokens, and an answer did not say how many it took.");
            }
            long used = metered.input().getAsLong() + metered.output().getAsLong();
            if (used >= model.tokens().getAsLong()) {
                throw new Refused(Why.BUDGET, "This call may use " + model.tokens().getAsLong() + " tokens, and used " + used + ".");
            }
        }
        begun++;
        asking++;
    }

    /// The request that began is over, whatever came of it.
    synchronized void over() {
        asking--;
    }

    /// An answer has ended.
    ///
    /// @param broken before its end
    synchronized void ended(boolean broken) {
        cut = broken;
    }

    synchronized boolean isCut() {
        return cut && asking == 0;
    }

    synchronized void add(Metered.Share share) {
        metered = metered.plus(share);
    }

    synchronized Metered metered() {
        return metered;
    }
}
