package dev.countersign.remote;

import dev.countersign.fault.UserException;
import dev.countersign.ledger.Committer;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.entry.TransactionIds;
import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Workspace;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A ledger that this process or another one owns; who does may change between two calls. Reading goes straight through. Writing
/// needs the turn: begun outside of one, an intent takes it until it is finished. Any thread.
final class SharedLedger {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /// Whoever has the turn is the only one to write: what it wrote last is among the newest.
    private static final int NEWEST = 10;

    private final SharedLedgers ledgers;
    private final Workspace workspace;
    private final TransactionIds transactions;
    private final InstantSource clock;
    private final Turns turns;
    private final Ledger face;
    private volatile SharedLedgers.@Nullable Way way;
    /// The intent that was begun here and not yet finished.
    private volatile @Nullable UUID open;
    private volatile boolean closed;

    SharedLedger(SharedLedgers ledgers, Workspace workspace, TransactionIds transactions, InstantSource clock, Turns turns) {
        this.ledgers = ledgers;
        this.workspace = workspace;
        this.transactions = transactions;
        this.clock = clock;
        this.turns = turns;
        this.face = (Ledger) proxy(Ledger.class, this::onLedger);
    }

    Ledger asLedger() {
        return face;
    }

    void connect() throws IOException {
        way = ledgers.way(workspace);
    }

    private static Object proxy(Class<?> port, InvocationHandler handler) {
        return Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (self, method, arguments) -> {
            @Nullable Object[] given = arguments == null ? new Object[0] : arguments;
            if (method.getDeclaringClass() == Object.class) {
                return switch (method.getName()) {
                    case "equals" -> self == given[0];
                    case "hashCode" -> System.identityHashCode(self);
                    default -> port.getSimpleName() + " shared between processes";
                };
            }
            return handler.invoke(self, method, given);
        });
    }

    private @Nullable Object onLedger(Object self, Method method, @Nullable Object[] arguments) throws Throwable {
        return switch (method.getName()) {
            case "begin" -> begin((EntryDraft) arguments[0],
                    arguments.length > 1 ? (UUID) arguments[1] : transactions.next(clock.millis()));
            case "finish" -> {
                finish((Entry) arguments[0]);
                yield null;
            }
            case "record" -> record((EntryDraft) arguments[0]);
            case "stalled" -> stalled();
            case "turn" -> turn((Duration) arguments[0], (Progress) arguments[1]);
            case "close" -> {
                close();
                yield null;
            }
            default -> onPort(Call.NONE, method, arguments);
        };
    }

    private @Nullable Object onPort(Call path, Method method, @Nullable Object[] arguments) throws Throwable {
        Call call = path.then(method, arguments);
        if (Ports.isPort(method.getReturnType())) {
            if (current() instanceof SharedLedgers.Way.Own own) {
                return direct(call, own.ledger());
            }
            return proxy(method.getReturnType(), (_, next, given) -> next.getName().equals("close") && given.length == 0 ? null
                    : onPort(call, next, given));
        }
        return method.getReturnType() == Entry.class && !call.isIdempotent() ? inTurn(call) : call(call);
    }

    private Optional<String> stalled() {
        return !closed && way instanceof SharedLedgers.Way.Through through && through.client().isSilent() ? Optional.of(ledgers.silent(workspace))
                : Optional.empty();
    }

    /// What writes an entry by itself (a new key).
    private @Nullable Object inTurn(Call call) throws Exception {
        boolean fresh = turns.imply(PATIENCE);
        try {
            return call(call);
        } finally {
            if (fresh) {
                turns.settle();
            }
        }
    }

    private SharedLedgers.Way current() {
        SharedLedgers.Way now = way;
        if (closed || now == null) {
            throw new IllegalStateException("the ledger is closed");
        }
        return now;
    }

    private static @Nullable Object direct(Call call, Ledger ledger) throws Exception {
        try {
            return call.on(ledger);
        } catch (InvocationTargetException e) {
            throw thrown(e.getCause());
        }
    }

    private static Exception thrown(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return (Exception) cause;
    }

    private @Nullable Object call(Call asked) throws Exception {
        Call call = asked;
        Optional<Prepared> upload = Optional.empty();
        while (true) {
            switch (current()) {
                case SharedLedgers.Way.Own own -> {
                    return direct(upload.isPresent() ? call.with(InputStream.class, upload.get().again()) : call, own.ledger());
                }
                case SharedLedgers.Way.Through through -> {
                    if (upload.isEmpty() && call.argument(InputStream.class).isPresent()) {
                        upload = Optional.of(new Prepared(call.argument(InputStream.class).get()));
                    }
                    try {
                        Object result = through.client().call(call, upload);
                        return result instanceof InputStream stream && call.isIdempotent() ? new Resumed(stream, call) : result;
                    } catch (LostException e) {
                        renew(through);
                        if (e.sent() && !call.isIdempotent() || upload.isPresent() && !upload.get().canBeSent()) {
                            throw Faults.unknownOutcome(call.last().method().getName(), e);
                        }
                    }
                }
            }
        }
    }

    /// Finds the way anew after the owner has gone: to the next owner, or as the next owner.
    private synchronized void renew(SharedLedgers.Way dead) throws IOException {
        if (closed || way != dead) {
            return;
        }
        if (dead instanceof SharedLedgers.Way.Through through) {
            through.client().close();
        }
        way = ledgers.way(workspace);
    }

    private Optional<Ledger.Turn> turn(Duration patience, Progress progress) throws IOException {
        current();
        if (!turns.enter(patience, progress)) {
            return Optional.empty();
        }
        var ended = new java.util.concurrent.atomic.AtomicBoolean();
        return Optional.of(() -> {
            if (ended.compareAndSet(false, true)) {
                try {
                    turns.leave();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
        });
    }

    private Entry record(EntryDraft draft) throws Exception {
        if (!draft.changes().isEmpty()) {
            throw new IllegalArgumentException("an entry with changes goes through the committer");
        }
        Entry entry = begin(draft, transactions.next(clock.millis()));
        try {
            finish(entry);
        } catch (Exception e) {
            // Whoever comes next finishes it.
            turns.settle();
            throw e;
        }
        return entry;
    }

    private Entry begin(EntryDraft draft, UUID txid) throws Exception {
        current();
        boolean fresh = turns.imply(PATIENCE);
        try {
            try {
                return opened(begun(draft, txid));
            } catch (UserException e) {
                // The turn is here, so whoever began the intent that waits is gone, if it was another: also an owner that was killed
                // after it had said that an entry is finished.
                if (open != null || draft.kind() == EntryKind.RECOVERY || !e.problem().code().equals("LEDGER-005")
                        || new Committer(workspace, face).recover() instanceof Committer.Recovery.NeedsHuman) {
                    throw e;
                }
                turns.imply(PATIENCE);
                return opened(begun(draft, txid));
            }
        } catch (Exception e) {
            if (fresh) {
                turns.settle();
            }
            throw e;
        }
    }

    private Entry opened(Entry entry) {
        open = entry.txid();
        return entry;
    }

    private Entry begun(EntryDraft draft, UUID txid) throws Exception {
        var call = Call.NONE.then(BEGIN, new Object[] {draft, txid});
        while (true) {
            SharedLedgers.Way now = current();
            if (now instanceof SharedLedgers.Way.Own own) {
                return own.ledger().begin(draft, txid);
            }
            try {
                return (Entry) java.util.Objects.requireNonNull(
                        ((SharedLedgers.Way.Through) now).client().call(call, Optional.empty()));
            } catch (LostException e) {
                renew(now);
                Optional<Entry> written = face.pending().filter(p -> p.txid().equals(txid));
                if (written.isEmpty()) {
                    written = face.page(EntryQuery.recent(NEWEST)).stream().filter(p -> p.txid().equals(txid)).findFirst();
                }
                if (written.isPresent()) {
                    return written.get();
                }
            }
        }
    }

    private void finish(Entry entry) throws Exception {
        boolean fresh = turns.imply(PATIENCE);
        boolean done = false;
        try {
            while (!done) {
                done = finished(entry);
            }
            if (entry.txid().equals(open)) {
                open = null;
            }
        } finally {
            if (done || fresh) {
                turns.settle();
            }
        }
    }

    private boolean finished(Entry entry) throws Exception {
        SharedLedgers.Way now = current();
        if (now instanceof SharedLedgers.Way.Own own) {
            own.ledger().finish(entry);
            return true;
        }
        try {
            ((SharedLedgers.Way.Through) now).client().call(Call.NONE.then(FINISH, new Object[] {entry}), Optional.empty());
            return true;
        } catch (LostException e) {
            renew(now);
            return face.pending().filter(p -> p.txid().equals(entry.txid())).isEmpty()
                    && face.entry(entry.seq()).filter(entry::equals).isPresent();
        }
    }

    private synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        SharedLedgers.Way now = current();
        closed = true;
        try {
            switch (now) {
                case SharedLedgers.Way.Own own -> {
                    try {
                        if (own.server().isPresent()) {
                            own.server().get().close();
                        }
                    } finally {
                        own.ledger().close();
                    }
                }
                case SharedLedgers.Way.Through through -> through.client().close();
            }
        } finally {
            turns.close();
        }
    }

    private static final Method BEGIN = method("begin", EntryDraft.class, UUID.class);
    private static final Method FINISH = method("finish", Entry.class);

    private static Method method(String name, Class<?>... types) {
        try {
            return Ledger.class.getMethod(name, types);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A stream that goes on where it was, from the next owner.
    private final class Resumed extends InputStream {
        private final Call call;
        private InputStream from;
        private long position;

        Resumed(InputStream from, Call call) {
            this.from = from;
            this.call = call;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int at, int length) throws IOException {
            while (true) {
                try {
                    int n = from.read(into, at, length);
                    position += Math.max(0, n);
                    return n;
                } catch (LostException e) {
                    again();
                }
            }
        }

        private void again() throws IOException {
            from.close();
            try {
                Object next = SharedLedger.this.call(call);
                from = next instanceof Resumed resumed ? resumed.from : (InputStream) java.util.Objects.requireNonNull(next);
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException(e);
            }
            from.skipNBytes(position);
        }

        @Override
        public void close() throws IOException {
            from.close();
        }
    }
}
