package dev.countersign.ledger.second;

import static dev.countersign.ledger.second.Bytes.require;

import dev.countersign.ledger.second.Bytes.Fault;
import dev.countersign.ledger.second.Notes.Key;
import dev.countersign.ledger.second.Notes.Note;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Verifies a ledger on disk: genesis, leaf log, packs, trees, keys, anchor log and seal.
final class SecondVerifier {
    private final List<String> faults = new ArrayList<>();
    private final Contents contents = new Contents();
    private final byte[] id;
    private final String name;
    private final Log log;
    /// By the first size that each signs for.
    private final TreeMap<Integer, Key> keys = new TreeMap<>();

    private SecondVerifier(String hex) {
        id = Bytes.unhex(hex, 16);
        name = "countersign.dev/ledger/" + hex;
        log = new Log(id);
    }

    /// @param faults each with the file and the place, empty for a sound ledger
    /// @param says   a line for people
    record Report(List<String> faults, String says) {}

    static Report ledger(Path data, String workspace, Key... witnesses) throws IOException {
        Path folder = data.resolve("ledgers").resolve(workspace);
        List<String> genesis = genesis(Files.readAllBytes(folder.resolve("genesis")));
        String hex = genesis.get(1).substring(3);
        var verifier = new SecondVerifier(hex);
        verifier.log.segments(folder.resolve("leaves"), verifier.faults);
        verifier.contents.packs(folder.resolve("vault"));
        verifier.named(true);
        verifier.keys(genesis, Files.readString(data.resolve("keys").resolve(hex + ".pub")));
        int notes = verifier.anchors(data, hex, witnesses);
        return verifier.report(", " + notes + " notes");
    }

    /// A folder that `export` wrote.
    static Report export(Path folder, Key... witnesses) throws IOException {
        List<String> manifest = Files.readAllLines(folder.resolve("manifest"));
        require(manifest.get(0).equals("countersign-export 1"), "manifest");
        require(manifest.get(1).startsWith("ledger "), "manifest");
        String hex = manifest.get(1).substring("ledger ".length());
        var verifier = new SecondVerifier(hex);
        var exported = new Exported(folder, manifest, hex, verifier.faults);
        List<String> genesis = genesis(Files.readAllBytes(folder.resolve("genesis")));
        require(genesis.get(1).equals("id " + hex), "genesis is of another ledger");
        exported.contents(verifier.contents);
        if (!exported.isWhole()) {
            exported.checkpoint();
            return new Report(verifier.faults, exported.proofs() + " proofs");
        }
        exported.leaves(verifier.log);
        exported.tiles(verifier.log);
        if (exported.isFull()) {
            verifier.named(false);
        }
        verifier.keys(genesis, Files.readString(folder.resolve("key.pub")));
        verifier.note("checkpoint", Files.readString(folder.resolve("checkpoint")), witnesses);
        int number = 0;
        for (String note : Notes.split(Files.readString(folder.resolve("checkpoints")))) {
            verifier.note("checkpoints, note " + number++, note, witnesses);
        }
        return verifier.report("");
    }

    private Report report(String more) {
        return new Report(List.copyOf(faults), log.leaves.size() + " leaves, " + contents.size() + " contents" + more + ", root "
                + Bytes.hex(log.root(log.leaves.size())));
    }

    private static List<String> genesis(byte[] bytes) {
        String text = Bytes.text(bytes);
        int last = text.lastIndexOf("sha256 ");
        require(last > 0 && text.endsWith("\n"), "genesis");
        require(text.substring(last).equals("sha256 " + Bytes.hex(Bytes.sha256(Bytes.utf8(text.substring(0, last)))) + "\n"), "genesis was changed");
        List<String> lines = text.lines().toList();
        require(lines.getFirst().equals("countersign-ledger 1") && lines.get(1).startsWith("id ") && lines.get(2).startsWith("created "), "genesis");
        return lines;
    }

    /// Content that leaves and listings name is there; damage in packs matters where it took some of it away.
    ///
    /// @param trees whether listings below the top are there: an export has what entries name, and no more
    private void named(boolean trees) {
        int before = faults.size();
        for (Leaf leaf : log.leaves) {
            leaf.contents().forEach(hash -> needed(hash, "entry " + leaf.seq()));
            leaf.evidence().forEach(e -> needed(e.hash(), "entry " + leaf.seq() + ", " + e.kind()));
            leaf.evidence("tree").flatMap(contents::get).filter(_ -> trees).ifPresent(listing -> tree(leaf, listing));
        }
        if (faults.size() > before) {
            faults.addAll(before, contents.damage);
        }
    }

    private boolean needed(byte[] hash, String by) {
        boolean there = contents.get(hash).isPresent();
        if (!there) {
            faults.add("blob " + Bytes.hex(hash) + " (" + by + "): not in the vault");
        }
        return there;
    }

    private void tree(Leaf leaf, byte[] listing) {
        try {
            var paths = new TreeMap<String, String>((a, b) -> Arrays.compareUnsigned(Bytes.utf8(a), Bytes.utf8(b)));
            if (paths(leaf, listing, "", paths)) {
                var all = new StringBuilder("countersign-tree-v1\n");
                paths.forEach((path, state) -> all.append(state).append(path).append('\0'));
                require(Arrays.equals(Bytes.sha256(Bytes.utf8(all.toString())), leaf.key14()), "its listings make another tree");
            }
        } catch (Fault e) {
            faults.add("entry " + leaf.seq() + ": " + e.getMessage());
        }
    }

    private boolean paths(Leaf leaf, byte[] listing, String above, TreeMap<String, String> paths) {
        String text = Bytes.text(listing);
        String head = "countersign-folder-v1\n";
        require(text.startsWith(head), "a listing");
        boolean whole = true;
        String rest = text.substring(head.length());
        byte[] last = {};
        while (!rest.isEmpty()) {
            int end = rest.indexOf('\0');
            require(end > 0, "a listing's line");
            String[] words = rest.substring(0, end).split(" ", 4);
            rest = rest.substring(end + 1);
            require(words.length == 4 && Arrays.compareUnsigned(last, Bytes.utf8(words[3])) < 0, "the order of a listing");
            last = Bytes.utf8(words[3]);
            byte[] hash = Bytes.unhex(words[1], 32);
            if (words[0].equals("tree")) {
                int before = paths.size();
                boolean found = needed(hash, "the folder " + above + words[3] + " of entry " + leaf.seq())
                        && paths(leaf, contents.get(hash).orElseThrow(), above + words[3] + "/", paths);
                require(!found || paths.size() - before == Bytes.decimal(words[2]), "the number of paths of a folder");
                whole &= found;
            } else {
                paths.put(above + words[3], words[0] + " " + words[1] + " ");
            }
        }
        return whole;
    }

    /// The keys one after the other, from that of genesis to the one that is written down as the last.
    private void keys(List<String> genesis, String published) {
        try {
            Key last = Key.parse(published.strip());
            Optional<Key> now = genesis.stream().filter(l -> l.startsWith("key ")).map(l -> Key.parse(l.substring(4))).findFirst();
            now.ifPresent(key -> keys.put(0, key));
            for (Leaf leaf : log.leaves) {
                if (leaf.kind() == 12) {
                    Optional<byte[]> bytes = leaf.evidence("key-rotation").flatMap(contents::get);
                    require(bytes.isPresent(), "entry " + leaf.seq() + ": the note of its change of key is missing");
                    Note note = Note.parse(Bytes.text(bytes.get()));
                    require(note.lines().size() == 4 && note.lines().get(0).equals(name + "/key-rotation")
                            && note.lines().get(1).equals(Long.toString(leaf.seq())), "entry " + leaf.seq() + ": the note of its change of key");
                    Key from = Key.parse(note.lines().get(2));
                    Key to = Key.parse(note.lines().get(3));
                    require(now.isEmpty() || from.same(now.get()), "entry " + leaf.seq() + ": it replaces a key that was not in force");
                    require(note.isBy(from) && note.isBy(to), "entry " + leaf.seq() + ": its change of key is not signed by both");
                    keys.putIfAbsent(0, from);
                    keys.put((int) leaf.seq() + 1, to);
                    now = Optional.of(to);
                }
            }
            keys.putIfAbsent(0, last);
            require(keys.lastEntry().getValue().same(last), "the published key is not the last that an entry led to");
        } catch (Fault e) {
            faults.add("keys: " + e.getMessage());
        }
    }

    private int anchors(Path data, String hex, Key... witnesses) throws IOException {
        String file = "anchors/" + hex + ".log";
        byte[] bytes = Files.readAllBytes(data.resolve(file));
        int at = 0;
        int count = 0;
        try {
            long last = 0;
            for (String note : Notes.split(Bytes.text(bytes))) {
                long size = note(file + " at byte " + at, note, witnesses);
                boolean cosigned = note.indexOf("\n— ", note.indexOf("\n\n") + 3) >= 0;
                require(size < 0 || cosigned || size >= last, "the sizes do not ascend at byte " + at);
                last = Math.max(last, size);
                at += Notes.bytes(note) + 1;
                count++;
            }
        } catch (Fault e) {
            faults.add(file + ": " + e.getMessage());
        }
        Path seal = data.resolve(file + ".sealed");
        if (Files.exists(seal)) {
            try {
                Note note = Note.parse(Files.readString(seal));
                if (!keys.isEmpty() && note.isBy(keys.lastEntry().getValue())) {
                    require(note.lines().size() == 3 && note.lines().getFirst().equals(name + "/anchors"), "the lines of the seal");
                    long sealed = Bytes.decimal(note.lines().get(1));
                    require(sealed <= bytes.length && Arrays.equals(Bytes.base64(note.lines().get(2)),
                            Bytes.sha256(Arrays.copyOf(bytes, (int) sealed))), "the log is not the one that was sealed");
                }
            } catch (Fault e) {
                faults.add(file + ".sealed: " + e.getMessage());
            }
        }
        return count;
    }

    /// A checkpoint agrees with the leaves and is signed by the key that was in force. @return its size, or -1
    private long note(String where, String text, Key... witnesses) {
        try {
            Note note = Note.parse(text);
            require(note.lines().size() == 3 && note.lines().getFirst().equals(name), "not a checkpoint of this ledger");
            long size = Bytes.decimal(note.lines().get(1));
            byte[] root = Bytes.base64(note.lines().get(2));
            if (size > log.leaves.size()) {
                log.torn.ifPresent(at -> faults.add(at + ": not a whole record"));
                throw new Fault("it is for " + size + " entries, and there are " + log.leaves.size());
            }
            require(Arrays.equals(root, log.root((int) size)), "its root is not that of the first " + size + " entries");
            require(!keys.isEmpty() && note.isBy(keys.floorEntry((int) size).getValue()), "it is not signed by the ledger's key");
            for (Key witness : witnesses) {
                note.isBy(witness);
            }
            return size;
        } catch (Fault e) {
            faults.add(where + ": " + e.getMessage());
            return -1;
        }
    }
}
