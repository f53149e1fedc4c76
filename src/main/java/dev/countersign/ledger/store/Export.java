package dev.countersign.ledger.store;

import dev.countersign.fault.UserException;
import dev.countersign.ledger.ExportRequest;
import dev.countersign.ledger.Problems;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryCodec;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.merkle.InclusionProof;
import dev.countersign.ledger.merkle.MerkleTree;
import dev.countersign.ledger.merkle.Tiles;
import dev.countersign.ledger.seal.Checkpoint;
import dev.countersign.ledger.seal.LedgerId;
import dev.countersign.ledger.seal.LogProof;
import dev.countersign.ledger.seal.NoteKey;
import dev.countersign.workspace.Deletion;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Writes entries of a ledger into a folder that stands by itself: the leaves, what proves them, the content they name, the public
/// half of the key, and how to verify all that with other people's tools. What is cut short is no export: its manifest comes last.
///
/// @param head  the tree head that everything is proved against
/// @param nodes of that tree
public record Export(LedgerId ledger, LeafLog log, Vault vault, AnchorLog.Moment anchors, Path genesis, NoteKey key, Checkpoint head,
                     MerkleTree.Nodes nodes) {

    /// Where this fails or is cancelled, what was written is deleted.
    ///
    /// @throws UserException `LEDGER-033` where the folder is not empty
    public void write(ExportRequest request, Progress progress) throws IOException {
        boolean made = empty(request.folder());
        boolean done = false;
        try {
            fill(request, progress);
            done = true;
        } finally {
            if (!done) {
                clear(request.folder(), made);
            }
        }
    }

    private void fill(ExportRequest request, Progress progress) throws IOException {
        long to = Math.min(request.to(), head.size());
        boolean whole = request.from() == 0 && to == head.size();
        var folder = new ExportFolder(request.folder());
        var references = new TreeMap<Sha256, Boolean>();
        var damage = log.read(to, record -> {
            progress.check();
            if (record.seq() >= request.from()) {
                progress.step("Writing entries", record.seq() - request.from(), to - request.from());
                leaf(folder, record, whole);
                refer(EntryCodec.decode(record.leaf(), _ -> 0).entry(), references, request.content());
            }
        });
        if (damage.isPresent()) {
            throw new IOException("entry " + damage.get().seq() + " cannot be read: " + damage.get().why());
        }
        content(folder, references, progress);
        if (whole) {
            tiles(folder, progress);
            write(folder.checkpoints(), anchors.bytes());
        }
        write(folder.genesis(), Files.readAllBytes(genesis));
        write(folder.key(), (key + "\n").getBytes(StandardCharsets.UTF_8));
        write(folder.checkpoint(), head.note().getBytes(StandardCharsets.UTF_8));
        write(folder.readme(), ExportReadme.text(head, key, request.from(), to, whole, request.content()).getBytes(StandardCharsets.UTF_8));
        write(folder.manifest(), (ExportFolder.HEAD + "\nledger " + ledger.hex() + "\nentries " + request.from() + " " + to + "\nsize "
                + head.size() + "\ncontent " + (request.content() ? "full" : "digests") + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /// @return whether the folder was made here
    private static boolean empty(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> inside = Files.list(folder)) {
                if (inside.findAny().isPresent()) {
                    throw new UserException(Problems.notEmpty(folder));
                }
            }
            return false;
        }
        Files.createDirectories(folder);
        return true;
    }

    private static void clear(Path folder, boolean made) throws IOException {
        List<Path> children;
        try (Stream<Path> inside = Files.list(folder)) {
            children = inside.toList();
        }
        for (Path child : children) {
            Deletion.of(child, folder);
        }
        if (made) {
            Files.delete(folder);
        }
    }

    private void leaf(ExportFolder folder, LeafLog.Record record, boolean whole) throws IOException {
        write(folder.entry(record.seq()), record.leaf());
        if (!whole) {
            Sha256 hash = MerkleTree.leaf(record.leaf());
            List<Sha256> path = MerkleTree.inclusion(nodes, record.seq(), head.size());
            var proof = new InclusionProof(record.seq(), head.size(), hash, path, head.root());
            write(folder.proof(record.seq()), LogProof.of(record.leaf(), proof, head).text().getBytes(StandardCharsets.UTF_8));
        }
    }

    /// A change of key is part of what proves the rest: its note goes along in any case.
    private static void refer(Entry entry, TreeMap<Sha256, Boolean> references, boolean content) {
        for (PathEdit edit : entry.what().changes()) {
            Stream.of(edit.before(), edit.after()).flatMap(java.util.Optional::stream).filter(s -> s.kind() != FileState.Kind.FOLDER)
                    .forEach(state -> references.putIfAbsent(state.content(), content));
        }
        for (EntryDraft.Evidence evidence : entry.what().evidence()) {
            boolean proves = entry.what().kind() == EntryKind.KEY_ROTATION && evidence.kind().equals(KeyChain.EVIDENCE);
            references.merge(evidence.content(), content || proves, Boolean::logicalOr);
        }
    }

    private void content(ExportFolder folder, TreeMap<Sha256, Boolean> references, Progress progress) throws IOException {
        var sums = new StringBuilder();
        long done = 0;
        for (var reference : references.entrySet()) {
            progress.check();
            progress.step("Writing content", done++, references.size());
            String name = ExportFolder.content(reference.getKey());
            sums.append(reference.getKey().hex()).append("  ").append(name).append('\n');
            if (reference.getValue()) {
                Path file = folder.root().resolve(name);
                Files.createDirectories(file.getParent());
                try (InputStream in = vault.open(reference.getKey())) {
                    Files.copy(in, file);
                }
            }
        }
        write(folder.sums(), sums.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void tiles(ExportFolder folder, Progress progress) throws IOException {
        for (int level = 0; head.size() >>> (8 * level) > 0; level++) {
            long hashes = head.size() >>> (8 * level);
            for (long at = 0; at < hashes; at += Tiles.WIDTH) {
                progress.check();
                progress.step("Writing tiles", at, hashes);
                int width = (int) Math.min(Tiles.WIDTH, hashes - at);
                var tile = new ArrayList<Sha256>(width);
                for (int i = 0; i < width; i++) {
                    tile.add(nodes.node(8 * level, at + i));
                }
                write(folder.tile(level, at / Tiles.WIDTH, width), Tiles.pack(tile));
            }
        }
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }
}
