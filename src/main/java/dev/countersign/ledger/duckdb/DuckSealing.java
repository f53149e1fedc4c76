package dev.countersign.ledger.duckdb;

import dev.countersign.fault.EnvironmentException;
import dev.countersign.fault.UserException;
import dev.countersign.ledger.Problems;
import dev.countersign.ledger.Sealing;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.seal.Checkpoint;
import dev.countersign.ledger.seal.KeyPlace;
import dev.countersign.ledger.seal.LedgerId;
import dev.countersign.ledger.seal.NoteKey;
import dev.countersign.ledger.seal.SignedNote;
import dev.countersign.ledger.store.AnchorLog;
import dev.countersign.ledger.store.Anchoring;
import dev.countersign.ledger.store.CheckpointCopies;
import dev.countersign.ledger.store.SigningKeys;
import dev.countersign.ledger.store.TrustSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Key, witnesses and copies of one open ledger.
///
/// @param data    Countersign's own folder, where no copies go
/// @param custody held while the key or what was chosen changes, and by an audit
/// @param ledger  signs, replaces the key
/// @param told    takes what the user must be told
record DuckSealing(LedgerId id, Path data, SigningKeys keys, AnchorLog anchors, Optional<Anchoring> anchoring, ReentrantLock custody,
                   Signer ledger, Consumer<String> told) implements Sealing {

    /// What only the ledger itself can do.
    interface Signer {
        Checkpoint checkpoint() throws IOException;

        Entry replaceKey(String who) throws IOException;

        void writable();
    }

    private interface Act<T> {
        T act() throws IOException;
    }

    private <T> T alone(Act<T> act) throws IOException {
        custody.lock();
        try {
            return act.act();
        } finally {
            custody.unlock();
        }
    }

    @Override
    public NoteKey key() {
        try {
            return keys.verifier();
        } catch (IOException | IllegalArgumentException e) {
            throw new EnvironmentException(Problems.keyMissing(keys.open().toString(), String.valueOf(e.getMessage())), e);
        }
    }

    private TrustSettings settings() throws IOException {
        try {
            return keys.settings();
        } catch (IllegalArgumentException e) {
            throw new EnvironmentException(Problems.settingsDamaged(keys.settingsFile(), String.valueOf(e.getMessage())), e);
        }
    }

    private TrustSettings known() {
        try {
            return settings();
        } catch (IOException e) {
            throw new EnvironmentException(Problems.settingsDamaged(keys.settingsFile(), String.valueOf(e.getMessage())), e);
        }
    }

    @Override
    public KeyPlace place() {
        return known().place();
    }

    @Override
    public void move(KeyPlace to) throws IOException {
        alone(() -> {
            KeyPlace from = settings().place();
            try {
                keys.move(to);
                return to;
            } catch (IOException | IllegalArgumentException e) {
                throw new EnvironmentException(Problems.keyNotMoved(keys.whereSecret(to), keys.whereSecret(from),
                        String.valueOf(e.getMessage())), e);
            }
        });
    }

    @Override
    public Entry rotate(String who) throws IOException {
        return alone(() -> ledger.replaceKey(who));
    }

    @Override
    public List<NoteKey> witnesses() {
        return known().witnesses();
    }

    @Override
    public void pin(NoteKey witness) throws IOException {
        if (witness.use() != NoteKey.Use.COSIGNATURE) {
            throw new UserException(Problems.noWitness(witness.toString()));
        }
        alone(() -> {
            var all = new ArrayList<>(settings().witnesses());
            all.remove(witness);
            all.add(witness);
            keys.choose(settings().witnessedBy(all));
            return witness;
        });
    }

    @Override
    public boolean unpin(String name) throws IOException {
        return alone(() -> {
            List<NoteKey> rest = settings().witnesses().stream()
                    .filter(witness -> !witness.name().equals(name) && !witness.toString().equals(name)).toList();
            boolean was = rest.size() < settings().witnesses().size();
            keys.choose(settings().witnessedBy(rest));
            return was;
        });
    }

    @Override
    public Checkpoint cosigned(String note) throws IOException {
        ledger.writable();
        Checkpoint mine;
        try {
            SignedNote theirs = SignedNote.parse(note);
            Checkpoint head = Checkpoint.parse(note, Checkpoint.origin(id));
            // Our own signature is taken from our own log: whoever hands the note on need not keep it.
            SignedNote ours = anchors.anchors().stream().flatMap(anchor -> anchor.checkpoint().stream())
                    .filter(own -> own.size() == head.size() && own.root().equals(head.root()))
                    .map(own -> SignedNote.parse(own.note())).reduce(SignedNote::with)
                    .orElseThrow(() -> new IllegalArgumentException("this ledger never signed a tree head of size " + head.size() + " with this root"));
            List<NoteKey> pinned = witnesses();
            List<SignedNote.Line> good = theirs.lines().stream().filter(line -> pinned.stream().anyMatch(witness ->
                    new SignedNote(theirs.text(), List.of(line)).cosignedBy(witness).isPresent())).toList();
            if (good.isEmpty()) {
                throw new IllegalArgumentException(pinned.isEmpty() ? "no witness is pinned" : "it has no valid signature of a pinned witness");
            }
            SignedNote both = ours.with(new SignedNote(theirs.text(), good));
            mine = Checkpoint.parse(both.toString(), Checkpoint.origin(id));
            if (both.lines().size() == ours.lines().size()) {
                return mine;
            }
        } catch (IllegalArgumentException e) {
            throw new UserException(Problems.notCosigned(String.valueOf(e.getMessage())), e);
        }
        anchoring.orElseThrow(() -> new IllegalStateException("a ledger that can be written signs")).cosigned(mine);
        return mine;
    }

    @Override
    public Optional<Path> copies() {
        return known().copies();
    }

    @Override
    public void copyTo(Optional<Path> folder) throws IOException {
        if (folder.isEmpty()) {
            alone(() -> {
                keys.choose(settings().copying(Optional.empty()));
                return folder;
            });
            return;
        }
        Path to = folder.get().toAbsolutePath().normalize();
        if (to.startsWith(data)) {
            throw new UserException(Problems.noCopies(to, "it lies in Countersign's own folder, and copies there would share its fate"));
        }
        if (to.toString().chars().anyMatch(c -> c < 0x20)) {
            throw new UserException(Problems.noCopies(to, "its name has a control character"));
        }
        alone(() -> {
            var copies = new CheckpointCopies(to, id.hex());
            try {
                copies.pin(key());
                if (!copies.pinned().equals(Optional.of(key()))) {
                    throw new UserException(Problems.noCopies(to, "another key of this ledger was pinned there"));
                }
                copies.put(ledger.checkpoint());
            } catch (IOException | IllegalArgumentException e) {
                throw new UserException(Problems.noCopies(to, String.valueOf(e.getMessage())), e);
            }
            keys.choose(settings().copying(Optional.of(to)));
            return to;
        });
    }

    @Override
    public void copyNow() {
        try {
            Optional<Path> folder = settings().copies();
            if (folder.isPresent()) {
                new CheckpointCopies(folder.get(), id.hex()).put(ledger.checkpoint());
            }
        } catch (IOException | RuntimeException e) {
            told.accept("The newest checkpoint could not be copied: " + e.getMessage() + ". It is in the anchor log of this machine alone.");
        }
    }
}
