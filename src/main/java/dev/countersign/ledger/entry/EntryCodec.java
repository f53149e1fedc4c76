package dev.countersign.ledger.entry;

import dev.countersign.ledger.entry.EntryDraft.Actor;
import dev.countersign.ledger.entry.EntryDraft.Approval;
import dev.countersign.ledger.entry.EntryDraft.Evidence;
import dev.countersign.ledger.merkle.MerkleTree;
import dev.countersign.ledger.seal.LedgerId;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.WorkspacePath;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.ToLongFunction;

/// Entries as leaf bytes and back: a CBOR map of the keys 1 to 17, in deterministic form (RFC 8949 §4.2.1). The table of keys
/// stands in `docs/ledger-format.md`. Decoding is strict: any byte that encoding would not have written is refused.
public final class EntryCodec {
    static final String TAG = "countersign-entry-v1";
    private static final int KEYS = 17;

    private EntryCodec() {}

    /// One leaf, without what the vault has to add.
    public record Leaf(LedgerId ledger, Entry entry) {}

    /// @throws IllegalArgumentException where a path cannot be written as UTF-8
    public static byte[] encode(LedgerId ledger, long seq, UUID txid, long time, Sha256 baseRoot, EntryDraft draft) {
        var out = new CborWriter().map(KEYS);
        out.unsigned(1).text(TAG);
        out.unsigned(2).bytes(ledger.bytes());
        out.unsigned(3).unsigned(seq);
        out.unsigned(4).bytes(bytes(txid));
        out.unsigned(5).unsigned(time);
        out.unsigned(6).unsigned(draft.kind().code());
        out.unsigned(7).text(draft.session());
        out.unsigned(8).text(draft.node());
        Actor actor = draft.actor();
        out.unsigned(9).map(3).unsigned(1).text(actor.kind()).unsigned(2).text(actor.id()).unsigned(3).text(actor.model());
        out.unsigned(10);
        draft.approval().ifPresentOrElse(a -> out.map(5).unsigned(1).text(a.who()).unsigned(2).text(a.hunks())
                .unsigned(3).bytes(a.policy().bytes()).unsigned(4).unsigned(a.time()).unsigned(5).text(a.note()), out::nothing);
        out.unsigned(11).text(draft.summary());
        out.unsigned(12).bytes(baseRoot.bytes());
        out.unsigned(13).bytes(draft.treeBefore().bytes());
        out.unsigned(14).bytes(draft.treeAfter().bytes());
        out.unsigned(15).array(draft.changes().size());
        for (PathEdit edit : draft.changes()) {
            out.array(5).bytes(path(edit.path()));
            state(out, edit.before());
            state(out, edit.after());
        }
        out.unsigned(16).array(draft.evidence().size());
        for (Evidence evidence : draft.evidence()) {
            out.array(2).text(evidence.kind()).bytes(evidence.content().bytes());
        }
        out.unsigned(17);
        draft.rolledBackTo().ifPresentOrElse(out::unsigned, out::nothing);
        return out.toBytes();
    }

    /// @param sizes bytes of a content, by its digest: the leaf names content, the vault knows how long it is
    /// @throws MalformedLeafException where `leaf` is not exactly what [#encode] writes for some entry
    public static Leaf decode(byte[] leaf, ToLongFunction<Sha256> sizes) throws MalformedLeafException {
        try {
            return read(leaf, sizes);
        } catch (IllegalArgumentException e) {
            throw new MalformedLeafException(e.getMessage());
        }
    }

    /// The number that a leaf says it has, without reading the rest; empty where it does not begin like one.
    public static OptionalLong seq(byte[] leaf) {
        try {
            var in = new CborReader(leaf);
            need(in.map() == KEYS, "");
            key(in, 1);
            in.bytesOf(3);
            key(in, 2);
            in.bytesOf(2);
            key(in, 3);
            return OptionalLong.of(in.unsigned());
        } catch (MalformedLeafException _) {
            return OptionalLong.empty();
        }
    }

    private static Leaf read(byte[] leaf, ToLongFunction<Sha256> sizes) throws MalformedLeafException {
        var in = new CborReader(leaf);
        need(in.map() == KEYS, "it has not " + KEYS + " fields");
        key(in, 1);
        need(in.text().equals(TAG), "it is not marked as " + TAG);
        key(in, 2);
        LedgerId ledger = LedgerId.of(in.bytes());
        key(in, 3);
        long seq = in.unsigned();
        key(in, 4);
        UUID txid = uuid(in.bytes());
        key(in, 5);
        long time = in.unsigned();
        key(in, 6);
        EntryKind kind = kind(in.unsigned());
        key(in, 7);
        String session = in.text();
        key(in, 8);
        String node = in.text();
        key(in, 9);
        Actor actor = actor(in);
        key(in, 10);
        Optional<Approval> approval = in.nothing() ? Optional.empty() : Optional.of(approval(in));
        key(in, 11);
        String summary = in.text();
        key(in, 12);
        Sha256 baseRoot = hash(in);
        key(in, 13);
        Sha256 before = hash(in);
        key(in, 14);
        Sha256 after = hash(in);
        key(in, 15);
        List<PathEdit> changes = changes(in, sizes);
        key(in, 16);
        List<Evidence> evidence = evidence(in);
        key(in, 17);
        OptionalLong rolledBackTo = in.nothing() ? OptionalLong.empty() : OptionalLong.of(in.unsigned());
        in.end();
        var draft = new EntryDraft(kind, session, node, actor, approval, summary, before, after, changes, evidence, rolledBackTo);
        return new Leaf(ledger, new Entry(seq, txid, time, baseRoot, draft, MerkleTree.leaf(leaf)));
    }

    private static Actor actor(CborReader in) throws MalformedLeafException {
        need(in.map() == 3, "the actor has not 3 fields");
        key(in, 1);
        String kind = in.text();
        key(in, 2);
        String id = in.text();
        key(in, 3);
        return new Actor(kind, id, in.text());
    }

    private static Approval approval(CborReader in) throws MalformedLeafException {
        need(in.map() == 5, "the approval has not 5 fields");
        key(in, 1);
        String who = in.text();
        key(in, 2);
        String hunks = in.text();
        key(in, 3);
        Sha256 policy = hash(in);
        key(in, 4);
        long time = in.unsigned();
        key(in, 5);
        return new Approval(who, hunks, policy, time, in.text());
    }

    private static List<PathEdit> changes(CborReader in, ToLongFunction<Sha256> sizes) throws MalformedLeafException {
        int count = in.array();
        var changes = new ArrayList<PathEdit>(count);
        for (int i = 0; i < count; i++) {
            need(in.array() == 5, "a change has not 5 fields");
            String text = CborReader.utf8(in.bytes());
            Optional<String> fault = WorkspacePath.faultOf(text);
            need(fault.isEmpty(), "a path cannot be used: " + fault.orElse(""));
            WorkspacePath path = WorkspacePath.of(text);
            need(i == 0 || changes.get(i - 1).path().compareTo(path) < 0, "paths are not in order");
            changes.add(new PathEdit(path, state(in, sizes), state(in, sizes)));
        }
        return changes;
    }

    private static List<Evidence> evidence(CborReader in) throws MalformedLeafException {
        int count = in.array();
        var evidence = new ArrayList<Evidence>(count);
        for (int i = 0; i < count; i++) {
            need(in.array() == 2, "a piece of evidence has not 2 fields");
            evidence.add(new Evidence(in.text(), hash(in)));
        }
        return evidence;
    }

    private static void state(CborWriter out, Optional<FileState> state) {
        state.ifPresentOrElse(s -> out.unsigned(s.mode()).bytes(s.content().bytes()), () -> out.unsigned(0).nothing());
    }

    private static Optional<FileState> state(CborReader in, ToLongFunction<Sha256> sizes) throws MalformedLeafException {
        long mode = in.unsigned();
        if (in.nothing()) {
            need(mode == 0, "a mode without content");
            return Optional.empty();
        }
        need(mode <= 0177777, "not a mode: " + Long.toOctalString(mode));
        Sha256 content = hash(in);
        FileState state = FileState.ofMode((int) mode, content, sizes.applyAsLong(content));
        need(state.mode() == mode, "not a mode: " + Long.toOctalString(mode));
        return Optional.of(state);
    }

    private static byte[] path(WorkspacePath path) {
        byte[] utf8 = path.value().getBytes(StandardCharsets.UTF_8);
        if (!new String(utf8, StandardCharsets.UTF_8).equals(path.value())) {
            throw new IllegalArgumentException("a path that is no Unicode text cannot be recorded: " + path);
        }
        return utf8;
    }

    private static EntryKind kind(long code) throws MalformedLeafException {
        for (EntryKind kind : EntryKind.values()) {
            if (kind.code() == code) {
                return kind;
            }
        }
        throw new MalformedLeafException("an unknown kind: " + code);
    }

    private static void key(CborReader in, int expected) throws MalformedLeafException {
        long key = in.unsigned();
        need(key == expected, "field " + key + " where " + expected + " belongs");
    }

    private static Sha256 hash(CborReader in) throws MalformedLeafException {
        return Sha256.ofDigest(in.bytes());
    }

    private static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(16).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()).array();
    }

    private static UUID uuid(byte[] bytes) throws MalformedLeafException {
        need(bytes.length == 16, "a transaction id has not 16 bytes");
        var words = ByteBuffer.wrap(bytes);
        return new UUID(words.getLong(), words.getLong());
    }

    private static void need(boolean holds, String otherwise) throws MalformedLeafException {
        if (!holds) {
            throw new MalformedLeafException(otherwise);
        }
    }
}
