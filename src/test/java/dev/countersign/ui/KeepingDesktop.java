package dev.countersign.ui;

import dev.countersign.Composition;
import dev.countersign.run.Session;
import dev.countersign.workspace.Progress;
import java.nio.file.Path;

/// A process of its own that keeps a ledger, as the first window on a workspace does: the arguments are home and workspace. Says so, and stands until its
/// input ends.
final class KeepingDesktop {
    private KeepingDesktop() {}

    public static void main(String[] args) throws Exception {
        try (Session _ = Composition.in(Path.of(args[0])).workbench().open(Path.of(args[1]), Progress.NONE)) {
            System.out.println("here");
            System.out.flush();
            while (System.in.read() >= 0) { }
        }
    }
}
