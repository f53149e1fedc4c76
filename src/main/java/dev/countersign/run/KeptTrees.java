package dev.countersign.run;

import dev.countersign.workspace.FileState;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.WorkspacePath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The trees that a run started from, each in a file named after its hash. Those used last are kept in memory as long as there is room. Any
/// thread.
final class KeptTrees {
    private static final int RECENT = 8;

    private final Path folder;
    private final Map<Sha256, SoftReference<Snapshot>> recent = new LinkedHashMap<>(2 * RECENT, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Sha256, SoftReference<Snapshot>> eldest) {
            return size() > RECENT;
        }
    };

    KeptTrees(Path folder) {
        this.folder = folder;
    }

    /// It is on disk when this returns.
    synchronized void keep(Snapshot tree) throws IOException {
        Sha256 hash = tree.treeHash();
        if (Files.exists(file(hash))) {
            recent.put(hash, new SoftReference<>(tree));
            return;
        }
        var out = new ByteArrayOutputStream(1 << 16);
        tree.files().forEach((path, state) -> {
            out.writeBytes((Integer.toOctalString(state.mode()) + " " + state.size() + " " + state.content().hex() + " "
                    + path.value()).getBytes(StandardCharsets.UTF_8));
            out.write(0);
        });
        RunStore.write(file(hash), out.toByteArray());
        recent.put(hash, new SoftReference<>(tree));
    }

    /// @throws IOException where there is none or it is not what its hash says
    synchronized Snapshot of(Sha256 hash) throws IOException {
        Optional<Snapshot> known = Optional.ofNullable(recent.get(hash)).flatMap(tree -> Optional.ofNullable(tree.get()));
        if (known.isPresent()) {
            return known.get();
        }
        Snapshot tree = read(file(hash));
        if (!tree.treeHash().equals(hash)) {
            throw new IOException(file(hash) + " is not the tree that it is named after");
        }
        recent.put(hash, new SoftReference<>(tree));
        return tree;
    }

    private static Snapshot read(Path file) throws IOException {
        var files = new TreeMap<WorkspacePath, FileState>();
        String text = Files.readString(file);
        try {
            for (int start = 0; start < text.length(); ) {
                int end = text.indexOf('\0', start);
                String[] field = text.substring(start, end).split(" ", 4);
                files.put(WorkspacePath.of(field[3]), FileState.ofMode(Integer.parseInt(field[0], 8),
                        Sha256.parse(field[2]), Long.parseLong(field[1])));
                start = end + 1;
            }
        } catch (RuntimeException e) {
            throw new IOException(file + " is damaged", e);
        }
        return new Snapshot(files);
    }

    private Path file(Sha256 hash) {
        return folder.resolve(hash.hex());
    }
}
