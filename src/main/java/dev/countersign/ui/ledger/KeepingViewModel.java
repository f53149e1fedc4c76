package dev.countersign.ui.ledger;

import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.ledger.AuditReport;
import dev.countersign.ledger.AuditScope;
import dev.countersign.ledger.ExportRequest;
import dev.countersign.ledger.LedgerStats;
import dev.countersign.ledger.Problems;
import dev.countersign.ledger.Reclaimed;
import dev.countersign.ledger.Sealing;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.seal.Checkpoint;
import dev.countersign.ledger.seal.KeyPlace;
import dev.countersign.ledger.seal.NoteKey;
import dev.countersign.ledger.store.Room;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Job;
import dev.countersign.ui.fx.Texts;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// What keeps a ledger's word: its key, witnesses, copies elsewhere, and the room it takes. One piece of work at a time. JavaFX thread.
final class KeepingViewModel {
    /// How it stands.
    record State(NoteKey key, KeyPlace place, Optional<Path> copies, List<NoteKey> witnesses, LedgerStats stats, Optional<Room> room) {}

    /// What the last piece of work came to.
    sealed interface Said {
        record Nothing() implements Said {}

        record Done(String words) implements Said {}

        record Compared(AuditReport report) implements Said {}

        /// What could be freed; nothing was.
        record Preview(Reclaimed would) implements Said {}

        record Failed(Problem problem) implements Said {}
    }

    private interface Work<T> {
        T run(Progress progress) throws IOException;
    }

    private record Finished<T>(T result, State state) {}

    private final LedgerSource source;
    private final Background background;
    private final Texts texts = Texts.of(KeepingViewModel.class);
    private final ReadOnlyObjectWrapper<Optional<State>> state = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Said> said = new ReadOnlyObjectWrapper<>(new Said.Nothing());
    private final ReadOnlyObjectWrapper<Optional<Job<?>>> working = new ReadOnlyObjectWrapper<>(Optional.empty());

    KeepingViewModel(LedgerSource source, Background background) {
        this.source = source;
        this.background = background;
    }

    ReadOnlyObjectProperty<Optional<State>> stateProperty() {
        return state.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Said> saidProperty() {
        return said.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Optional<Job<?>>> workingProperty() {
        return working.getReadOnlyProperty();
    }

    /// Reads how it stands. Where the budget is nearly used up, or is, it looks at once what could be freed.
    void read() {
        work("job.trust", progress -> source.room().filter(room -> room.level() != Room.Level.FREE).isPresent()
                ? Optional.of(source.collect(true, progress)) : Optional.<Reclaimed>empty(),
                would -> would.<Said>map(Said.Preview::new).orElseGet(Said.Nothing::new));
    }

    void move(KeyPlace to) {
        work("job.key", _ -> {
            source.sealing().move(to);
            return to;
        }, place -> new Said.Done(texts.text(place == KeyPlace.FILE ? "keeping.moved.file" : "keeping.moved.keyring")));
    }

    void rotate() {
        work("job.key", _ -> source.rotate(), (Entry entry) -> new Said.Done(texts.text("keeping.rotated", Long.toString(entry.seq()))));
    }

    void copyTo(Optional<Path> folder) {
        work("job.save", _ -> {
            source.sealing().copyTo(folder);
            return folder;
        }, to -> new Said.Done(to.map(f -> texts.text("keeping.copied", f)).orElse(texts.text("keeping.copied.none"))));
    }

    void saveCheckpoint(Path file) {
        work("job.save", _ -> {
            Checkpoint head = source.checkpoint();
            head.save(file);
            return head;
        }, (Checkpoint head) -> new Said.Done(texts.text("keeping.saved", head.size(), file)));
    }

    /// Recomputes everything and compares it with a checkpoint that was kept elsewhere.
    void compare(Path file) {
        work("job.audit", progress -> source.audit(new AuditScope(List.of(new AuditScope.Kept(file.toString(), text(file))), List.of(), List.of()), progress),
                Said.Compared::new);
    }

    /// Keeps a checkpoint that a pinned witness cosigned.
    void cosigned(Path file) {
        work("job.save", _ -> source.sealing().cosigned(text(file)), (Checkpoint head) -> new Said.Done(texts.text("keeping.cosigned", head.size())));
    }

    /// @param key a verifier key as the witness publishes it
    void pin(String key) {
        work("job.save", _ -> {
            NoteKey witness = parsed(key);
            source.sealing().pin(witness);
            return witness;
        }, (NoteKey witness) -> new Said.Done(texts.text("keeping.pinned", witness.name())));
    }

    void unpin(NoteKey witness) {
        work("job.save", _ -> source.sealing().unpin(witness.toString()), _ -> new Said.Done(texts.text("keeping.unpinned", witness.name())));
    }

    /// Writes the whole ledger into a new folder. @param content with the content, or its digests alone
    void export(Path folder, boolean content) {
        work("job.export", progress -> {
            long size = source.checkpoint().size();
            source.export(new ExportRequest(folder, 0, size, content), progress);
            return size;
        }, (Long size) -> new Said.Done(texts.text("keeping.exported", size, folder)));
    }

    /// Looks what could be freed.
    void look() {
        work("job.collect", progress -> source.collect(true, progress), Said.Preview::new);
    }

    void collect() {
        work("job.collect", progress -> source.collect(false, progress), (Reclaimed freed) -> new Said.Done(texts.text("keeping.freed", bytes(freed.bytes()), freed.contents())));
    }

    /// Bytes for a person.
    static String bytes(long count) {
        return count < 1 << 20 ? String.format(java.util.Locale.ENGLISH, "%.1f KiB", count / 1024.0)
                : String.format(java.util.Locale.ENGLISH, "%,.1f MiB", count / (double) (1 << 20));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UserException(Problems.notKept(file, "it cannot be read"), e);
        }
    }

    private static NoteKey parsed(String key) {
        try {
            return NoteKey.parse(key.strip());
        } catch (IllegalArgumentException e) {
            throw new UserException(Problems.notKept(Path.of("key"), "it is no verifier key: " + e.getMessage()), e);
        }
    }

    private State state() throws IOException {
        Sealing sealing = source.sealing();
        return new State(sealing.key(), sealing.place(), sealing.copies(), sealing.witnesses(), source.stats(), source.room());
    }

    private <T> void work(String label, Work<T> work, java.util.function.Function<T, Said> says) {
        if (working.get().isPresent()) {
            return;
        }
        said.set(new Said.Nothing());
        Job<Finished<T>> job = background.run(texts.text(label), progress -> {
            T result = work.run(progress);
            return new Finished<>(result, state());
        });
        working.set(Optional.of(job));
        job.onSuccess(finished -> {
            working.set(Optional.empty());
            state.set(Optional.of(finished.state()));
            said.set(says.apply(finished.result()));
        }).onFailure(problem -> {
            working.set(Optional.empty());
            said.set(new Said.Failed(problem));
        }).onCancelled(() -> {
            working.set(Optional.empty());
            said.set(new Said.Done(texts.text("keeping.cancelled")));
        });
    }
}
