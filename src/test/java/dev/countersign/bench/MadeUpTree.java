package dev.countersign.bench;

import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.WorkspacePath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A project that is kept as text in memory, with the tree hash of `docs/ledger-format.md` at the cost of one pass over the paths.
final class MadeUpTree {
    /// A file as it is: its lines and its state.
    record Source(List<String> lines, byte[] bytes, FileState state) {
        static Source of(List<String> lines) {
            byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
            return new Source(List.copyOf(lines), bytes, FileState.file(bytes, false));
        }
    }

    /// A path's step, with the text on both sides.
    record Step(WorkspacePath path, Optional<Source> before, Optional<Source> after) {
        PathEdit edit() {
            return new PathEdit(path, before.map(Source::state), after.map(Source::state));
        }

        Step inverse() {
            return new Step(path, after, before);
        }
    }

    private static final byte[] HEAD = "countersign-tree-v1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int HASH_AT = "100644 ".length();

    private final TreeMap<WorkspacePath, Source> files = new TreeMap<>();
    private final Map<WorkspacePath, Integer> places = new HashMap<>();
    private List<WorkspacePath> paths = List.of();
    private byte[] text = HEAD;
    private boolean moved = true;

    void apply(List<Step> steps) {
        for (Step step : steps) {
            if (!Optional.ofNullable(files.get(step.path())).map(Source::state).equals(step.before().map(Source::state))) {
                throw new IllegalStateException(step.path() + " does not stand at its before");
            }
            if (step.after().isEmpty()) {
                files.remove(step.path());
                moved = true;
            } else if (files.put(step.path(), step.after().get()) == null) {
                moved = true;
            } else if (!moved) {
                write(places.get(step.path()), step.after().get().state().content());
            }
        }
    }

    Sha256 hash() {
        if (moved) {
            layOut();
        }
        MessageDigest digest = Sha256.digester();
        return Sha256.ofDigest(digest.digest(text));
    }

    private void layOut() {
        places.clear();
        var out = new ByteArrayOutputStream(1 << 16);
        out.writeBytes(HEAD);
        files.forEach((path, source) -> {
            places.put(path, out.size() + HASH_AT);
            out.writeBytes((Integer.toOctalString(source.state().mode()) + " " + source.state().content().hex() + " " + path.value() + "\0")
                    .getBytes(StandardCharsets.UTF_8));
        });
        text = out.toByteArray();
        paths = new ArrayList<>(files.keySet());
        moved = false;
    }

    private void write(int at, Sha256 content) {
        byte[] hex = content.hex().getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(hex, 0, text, at, hex.length);
    }

    List<WorkspacePath> paths() {
        if (moved) {
            layOut();
        }
        return paths;
    }

    Optional<Source> get(WorkspacePath path) {
        return Optional.ofNullable(files.get(path));
    }

    int size() {
        return files.size();
    }

    void write(Path root) throws IOException {
        for (var file : files.entrySet()) {
            Path to = file.getKey().in(root);
            Files.createDirectories(to.getParent());
            Files.write(to, file.getValue().bytes());
        }
    }
}
