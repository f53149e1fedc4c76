package dev.countersign.ledger.store;

import dev.countersign.ledger.AuditReport;
import dev.countersign.ledger.AuditScope;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryCodec;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.entry.MalformedLeafException;
import dev.countersign.ledger.merkle.CompactRange;
import dev.countersign.ledger.merkle.MerkleTree;
import dev.countersign.ledger.merkle.Tiles;
import dev.countersign.ledger.seal.Checkpoint;
import dev.countersign.ledger.seal.LedgerId;
import dev.countersign.ledger.seal.LogProof;
import dev.countersign.ledger.seal.NoteKey;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Verifies an export where the ledger is not: recomputes leaf hashes, tree, proofs and content from the files of the folder alone.
public final class ExportAudit implements TreeRoots {
    private static final Pattern MANIFEST = Pattern.compile(ExportFolder.HEAD + "\nledger ([0-9a-f]{32})\nentries (0|[1-9][0-9]{0,17}) "
            + "(0|[1-9][0-9]{0,17})\nsize (0|[1-9][0-9]{0,17})\ncontent (full|digests)\n");
    private static final String CHANGED = "The export was changed after it was written, or was not copied whole. Ask for it again.";
    private static final String CHAIN = "The entry is not the one that was signed: it cannot be trusted.";

    private final ExportFolder folder;
    private final AuditScope scope;
    private final InstantSource clock;
    private final Progress progress;
    private final Findings findings = new Findings();
    private final Map<Long, Sha256> roots = new HashMap<>();
    private final Map<Long, Sha256> rotations = new TreeMap<>();
    private final Map<Sha256, String> references = new TreeMap<>();
    private final List<Sha256> hashes = new ArrayList<>();
    private final Set<Path> known = new HashSet<>();
    private CompactRange range = CompactRange.EMPTY;
    private long bytes;
    private long contents;
    private boolean sound = true;

    /// What the manifest says.
    private record Manifest(LedgerId ledger, long from, long to, long size, boolean content) {
        boolean whole() {
            return from == 0 && to == size;
        }
    }

    private ExportAudit(Path folder, AuditScope scope, InstantSource clock, Progress progress) {
        this.folder = new ExportFolder(folder);
        this.scope = scope;
        this.clock = clock;
        this.progress = progress;
    }

    /// Whether the folder is an export that was written to its end.
    public static boolean isExport(Path folder) {
        return Files.exists(new ExportFolder(folder).manifest());
    }

    /// @throws IllegalArgumentException where the folder is no export
    public static AuditReport run(Path folder, AuditScope scope, InstantSource clock, Progress progress) throws IOException {
        return new ExportAudit(folder, scope, clock, progress).run();
    }

    private AuditReport run() throws IOException {
        Instant start = clock.instant();
        Manifest manifest = manifest();
        String origin = Checkpoint.origin(manifest.ledger());
        Optional<Checkpoint> head = head(origin, manifest.size());
        AnchorLog.Moment anchors = anchors(origin, manifest.whole());
        var kept = new ArrayList<>(scope.kept());
        Set<Long> wanted = new HashSet<>();
        head.ifPresent(h -> wanted.add(h.size()));
        anchors.anchors().forEach(a -> a.checkpoint().ifPresent(c -> wanted.add(c.size())));
        kept.forEach(one -> size(one).ifPresent(wanted::add));
        if (manifest.whole()) {
            roots.put(0L, MerkleTree.EMPTY);
        }
        head.filter(_ -> !manifest.whole()).ifPresent(h -> roots.put(h.size(), h.root()));
        for (long seq = manifest.from(); seq < manifest.to(); seq++) {
            progress.check();
            progress.step("Checking entries", seq - manifest.from(), manifest.to() - manifest.from());
            entry(seq, manifest, head, wanted);
        }
        contents(manifest.content());
        if (manifest.whole()) {
            tiles();
        }
        KeyChain chain = chain(origin);
        var signed = new AnchorAudit(origin, chain, this, Runtime.getRuntime().availableProcessors(), findings, progress);
        head.ifPresent(h -> signed.log(new AnchorLog.Moment("checkpoint", new byte[0],
                List.of(new AnchorLog.Anchor(0, 0, h.note(), Optional.of(h))), Optional.empty())));
        signed.log(anchors);
        // Of a part of the entries only one root is known: what was kept at other sizes cannot be compared.
        List<AuditScope.Kept> apart = manifest.whole() ? List.of()
                : kept.stream().filter(k -> size(k).isPresent() && !size(k).equals(head.map(Checkpoint::size))).toList();
        apart.forEach(k -> findings.add("kept checkpoint " + k.name(), "it cannot be compared: the export proves its entries against a tree of "
                + manifest.size(), "Ask for an export of the whole ledger, or give a checkpoint of that size."));
        kept.removeAll(apart);
        long elsewhere = signed.kept(kept);
        boolean key = !scope.keys().isEmpty();
        for (NoteKey pinned : scope.keys()) {
            key &= signed.keptKey(pinned.toString(), pinned);
        }
        List<AnchorAudit.Cosigned> cosigned = signed.cosigned(head.map(List::of).orElse(List.of()), scope.witnesses());
        strangers();
        Trust trust = trust(signed.agree() && sound && head.isPresent(), key, elsewhere, cosigned);
        return new AuditReport(manifest.to() - manifest.from(), contents, bytes, head.map(Checkpoint::root).orElse(MerkleTree.EMPTY),
                trust.tier(), trust.says(), findings.all(), Duration.between(start, clock.instant()));
    }

    private Manifest manifest() throws IOException {
        Matcher says = MANIFEST.matcher(text(folder.manifest()));
        if (!says.matches() || Long.parseLong(says.group(2)) > Long.parseLong(says.group(3))
                || Long.parseLong(says.group(3)) > Long.parseLong(says.group(4))) {
            throw new IllegalArgumentException("its manifest is none of an export");
        }
        known.addAll(List.of(folder.manifest(), folder.readme()));
        return new Manifest(LedgerId.parse(says.group(1)), Long.parseLong(says.group(2)), Long.parseLong(says.group(3)),
                Long.parseLong(says.group(4)), says.group(5).equals("full"));
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    private Optional<Checkpoint> head(String origin, long size) throws IOException {
        try {
            Checkpoint head = Checkpoint.parse(read(folder.checkpoint()).map(b -> new String(b, StandardCharsets.UTF_8)).orElse(""), origin);
            if (head.size() == size) {
                return Optional.of(head);
            }
            findings.add("file checkpoint", "it is of size " + head.size() + ", and the manifest says " + size, CHANGED);
        } catch (IllegalArgumentException e) {
            findings.add("file checkpoint", "it is no checkpoint of this ledger: " + Findings.why(e), CHANGED);
        }
        return Optional.empty();
    }

    private AnchorLog.Moment anchors(String origin, boolean whole) throws IOException {
        byte[] log = whole ? read(folder.checkpoints()).orElse(new byte[0]) : new byte[0];
        if (whole && log.length == 0) {
            findings.add("file checkpoints", "it is missing", CHANGED);
        }
        return new AnchorLog.Moment("checkpoints", log, AnchorLog.anchors(log, 0, origin), Optional.empty());
    }

    private static Optional<Long> size(AuditScope.Kept kept) {
        try {
            return Optional.of(Checkpoint.parse(kept.note(), Checkpoint.originOf(kept.note())).size());
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private void entry(long seq, Manifest manifest, Optional<Checkpoint> head, Set<Long> wanted) throws IOException {
        String where = "entry " + seq;
        Optional<byte[]> leaf = read(folder.entry(seq));
        if (leaf.isEmpty()) {
            sound = false;
            findings.add(where, "its file is missing: " + folder.root().relativize(folder.entry(seq)), CHANGED);
            return;
        }
        Sha256 hash = MerkleTree.leaf(leaf.get());
        Sha256 base = range.root();
        if (manifest.whole()) {
            hashes.add(hash);
            range = range.append(hash);
            if (wanted.contains(range.size())) {
                roots.put(range.size(), range.root());
            }
        } else {
            proof(seq, leaf.get(), hash, head);
        }
        try {
            EntryCodec.Leaf read = EntryCodec.decode(leaf.get(), _ -> 0);
            Entry entry = read.entry();
            if (!read.ledger().equals(manifest.ledger()) || entry.seq() != seq || manifest.whole() && !entry.baseRoot().equals(base)) {
                sound = false;
                findings.add(where, "its leaf is of another ledger, place or tree", CHAIN);
            }
            refer(entry);
        } catch (MalformedLeafException e) {
            sound = false;
            findings.add(where, "its leaf is malformed: " + e.getMessage(), CHAIN);
        }
    }

    private void proof(long seq, byte[] leaf, Sha256 hash, Optional<Checkpoint> head) throws IOException {
        String fault;
        try {
            LogProof proof = LogProof.parse(read(folder.proof(seq)).map(b -> new String(b, StandardCharsets.UTF_8)).orElse(""));
            fault = proof.index() != seq || !proof.holds(hash) || head.isEmpty() || !proof.checkpoint().equals(head.get())
                    || proof.extra().filter(extra -> Arrays.equals(extra, leaf)).isEmpty()
                    ? "its proof does not lead from its leaf to the checkpoint" : "";
        } catch (IllegalArgumentException e) {
            fault = "its proof cannot be read: " + Findings.why(e);
        }
        if (!fault.isEmpty()) {
            sound = false;
            findings.add("entry " + seq, fault, CHAIN);
        }
    }

    private void refer(Entry entry) {
        for (PathEdit edit : entry.what().changes()) {
            Stream.of(edit.before(), edit.after()).flatMap(Optional::stream).filter(s -> s.kind() != FileState.Kind.FOLDER)
                    .forEach(state -> references.putIfAbsent(state.content(), edit.path() + " of entry " + entry.seq()));
        }
        entry.what().evidence().forEach(e -> {
            references.putIfAbsent(e.content(), e.kind() + " of entry " + entry.seq());
            if (entry.what().kind() == EntryKind.KEY_ROTATION && e.kind().equals(KeyChain.EVIDENCE)) {
                rotations.putIfAbsent(entry.seq(), e.content());
            }
        });
    }

    private void contents(boolean full) throws IOException {
        var sums = new StringBuilder();
        for (var reference : references.entrySet()) {
            progress.check();
            progress.step("Checking content", contents, references.size());
            String name = ExportFolder.content(reference.getKey());
            sums.append(reference.getKey().hex()).append("  ").append(name).append('\n');
            Path file = folder.root().resolve(name);
            boolean there = Files.isRegularFile(file);
            if (there && !hashed(file).equals(reference.getKey()) || !there && (full || rotations.containsValue(reference.getKey()))) {
                findings.add("blob " + reference.getKey().hex() + " (" + reference.getValue() + ")",
                        there ? "its bytes have another SHA-256" : "it is not in the export", CHANGED);
            } else if (there) {
                contents++;
            }
            known.add(file);
        }
        if (!read(folder.sums()).map(b -> new String(b, StandardCharsets.UTF_8)).orElse("").contentEquals(sums)) {
            findings.add("file SHA256SUMS", "it does not name exactly what the entries name", CHANGED);
        }
    }

    private Sha256 hashed(Path file) throws IOException {
        var digest = Sha256.digester();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
                bytes += n;
            }
        }
        return Sha256.ofDigest(digest.digest());
    }

    private void tiles() throws IOException {
        List<Sha256> level = hashes;
        for (int at = 0; !level.isEmpty(); at++) {
            var above = new ArrayList<Sha256>();
            for (int from = 0; from < level.size(); from += Tiles.WIDTH) {
                List<Sha256> tile = level.subList(from, Math.min(level.size(), from + Tiles.WIDTH));
                Path file = folder.tile(at, from / Tiles.WIDTH, tile.size());
                if (!Arrays.equals(read(file).orElse(new byte[0]), Tiles.pack(tile))) {
                    findings.add("file " + folder.root().relativize(file), "its hashes are not those of the entries", CHANGED);
                }
                if (tile.size() == Tiles.WIDTH) {
                    above.add(Tiles.node(tile, 8, 0));
                }
            }
            level = above;
        }
    }

    private KeyChain chain(String origin) throws IOException {
        read(folder.genesis());
        Optional<Genesis> born = Genesis.read(folder.genesis());
        if (born.isEmpty()) {
            findings.add("file genesis", Files.exists(folder.genesis()) ? "it was changed after it was written" : "it is missing", CHANGED);
        }
        Optional<NoteKey> open = Optional.empty();
        try {
            open = read(folder.key()).map(b -> NoteKey.parse(new String(b, StandardCharsets.UTF_8).replaceFirst("\n$", "")));
        } catch (IllegalArgumentException e) {
            findings.add("file key.pub", Findings.why(e), CHANGED);
        }
        // Of a part of the entries the changes of key before it are not known: the key that is given signs.
        boolean from = hashes.size() == range.size() && range.size() > 0;
        var chain = new KeyChain(origin, from ? born.flatMap(Genesis::key) : open);
        if (from) {
            for (var rotation : rotations.entrySet()) {
                chain.rotate(rotation.getKey(), read(folder.root().resolve(ExportFolder.content(rotation.getValue()))), findings);
            }
        }
        chain.orElse(open);
        if (open.isEmpty() || !chain.current().equals(open)) {
            findings.add("file key.pub", "it is not the key that the entries lead to", CHANGED);
        }
        return chain;
    }

    /// What nothing of the export names.
    private void strangers() throws IOException {
        try (Stream<Path> all = Files.walk(folder.root())) {
            for (Path file : all.filter(Files::isRegularFile).filter(f -> !known.contains(f)).sorted().toList()) {
                findings.add("file " + folder.root().relativize(file), "it is no part of the export", "Somebody put it there afterwards. "
                        + "What the entries say is not affected.");
            }
        }
    }

    private Optional<byte[]> read(Path file) throws IOException {
        known.add(file);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        byte[] read = Files.readAllBytes(file);
        bytes += read.length;
        return Optional.of(read);
    }

    private static Trust trust(boolean agree, boolean key, long kept, List<AnchorAudit.Cosigned> cosigned) {
        if (!agree) {
            return new Trust("none", "What is in the folder does not agree with itself, or with what you compared it with.");
        }
        if (cosigned.stream().anyMatch(c -> c.size() > 0)) {
            return new Trust("T3", "The export agrees with a checkpoint that " + cosigned.getFirst().witness().name()
                    + " cosigned, whose key you gave. What it cosigned cannot be rewritten unseen.");
        }
        if (key || kept > 0) {
            return new Trust("T1", "The export agrees with itself and with " + (kept > 0 ? "a checkpoint" : "the key")
                    + " that you gave. Whoever holds that key could have signed something else for others.");
        }
        return new Trust("T0", "The export agrees with itself. Its key came with it, so this says nothing against anyone who made all of it: "
                + "give --key, --checkpoint or --witness from elsewhere.");
    }

    @Override
    public long size() {
        return Math.max(range.size(), roots.keySet().stream().mapToLong(Long::longValue).max().orElse(0));
    }

    @Override
    public Optional<Sha256> root(long size) {
        return Optional.ofNullable(roots.get(size));
    }
}
