package dev.countersign.workspace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;

/// Applies edits between two trees for ever, to be killed: `ApplyDriver LIVE PACK`.
final class ApplyDriver {
    static final int FILES = 60;

    private ApplyDriver() {}

    static Snapshot tree(ContentStore store, char letter) throws IOException {
        var files = new HashMap<WorkspacePath, FileState>();
        for (int i = 0; i < FILES; i++) {
            byte[] content = String.valueOf(letter).repeat(2_000 + i).getBytes();
            files.put(WorkspacePath.of("folder" + i % 3 + "/file" + i),
                    new FileState(FileState.Kind.FILE, letter == 'a' ? 0644 : 0600, store.put(content), content.length));
        }
        files.put(WorkspacePath.of("only-" + letter + "/x"), new FileState(FileState.Kind.FILE, 0644, store.put(new byte[0]), 0));
        // What is a file in one tree is a folder in the other.
        String swapped = letter == 'a' ? "swap" : "swap/inner";
        files.put(WorkspacePath.of(swapped), new FileState(FileState.Kind.FILE, 0644, store.put(new byte[] {(byte) letter}), 1));
        return new Snapshot(files);
    }

    public static void main(String[] args) throws Exception {
        Workspace live = Workspace.open(Path.of(args[0]));
        try (PackStore store = PackStore.open(Path.of(args[1]))) {
            Snapshot a = tree(store, 'a');
            Snapshot b = tree(store, 'b');
            int done = 0;
            for (boolean forward = live.capture(store, Progress.NONE).equals(a); ; forward = !forward) {
                var outcome = live.apply(forward ? a.editsTo(b) : b.editsTo(a), store);
                if (!(outcome instanceof ApplyOutcome.Applied)) {
                    throw new IllegalStateException(outcome.toString());
                }
                if (++done == 2) {
                    System.out.println("ready");
                }
            }
        }
    }
}
