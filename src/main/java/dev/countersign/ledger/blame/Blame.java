package dev.countersign.ledger.blame;

import dev.countersign.changeset.TextFile;
import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.ledger.Ledger;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/// Annotates files with the entries that last changed each line. Keeps the differences it has read, so that a file's next
/// annotation, at another entry too, costs little. Safe for use by several threads.
///
/// Follows renames inside an entry. A rollback, redo or recovery gives lines back to the entry that wrote them, and is named as
/// what brought them back. What the reviewer wrote while editing a proposal is the reviewer's.
public final class Blame {
    private static final String PROPOSED = "proposed ";

    private final Ledger ledger;
    private final Versions versions;

    public Blame(Ledger ledger) {
        this.ledger = ledger;
        this.versions = new Versions(ledger.vault());
    }

    /// The kind of evidence that holds what the agent proposed for a file that the reviewer edited.
    public static String proposed(WorkspacePath path) {
        return PROPOSED + path.value();
    }

    /// The file as it is now.
    ///
    /// @param content the file's bytes in the live tree
    /// @throws UserException `BLAME-001` where they are no text
    /// @throws Progress.CancelledException where it is no longer wanted
    public Annotation now(WorkspacePath path, byte[] content, Progress progress) throws IOException {
        TextFile text = Versions.text(content).orElseThrow(() -> noText(path));
        var trace = new Trace(ledger, versions, text, progress);
        trace.live(path, Sha256.of(content));
        return new Annotation(path, OptionalLong.empty(), trace.lines(), trace.entries());
    }

    /// The file as it stood right after entry `seq`.
    ///
    /// @throws UserException `BLAME-001` where it was no text; `BLAME-002` where the ledger knows of no such file then
    public Annotation at(WorkspacePath path, long seq, Progress progress) throws IOException {
        var history = new History(ledger, path);
        int index = history.firstBelow(seq + 1);
        Optional<FileState> state = history.step(index).flatMap(History.Step::after);
        boolean recorded = history.step(index).isPresent();
        if (!recorded && index > 0) {
            state = history.step(index - 1).flatMap(History.Step::before);
        }
        Sha256 content = state.orElseThrow(() -> noFile(path, seq)).content();
        TextFile text = versions.text(content).orElseThrow(() -> noText(path));
        var trace = new Trace(ledger, versions, text, progress);
        if (recorded) {
            trace.after(history, index, content);
        } else {
            trace.before(history, index - 1, content);
        }
        return new Annotation(path, OptionalLong.of(seq), trace.lines(), trace.entries());
    }

    private static UserException noText(WorkspacePath path) {
        return new UserException(Problem.of("BLAME-001", Exit.USAGE, "\"" + path + "\" has no lines: it is not text.",
                "Nothing was changed.", "See countersign ledger --file for the entries that changed it."));
    }

    private static UserException noFile(WorkspacePath path, long seq) {
        return new UserException(Problem.of("BLAME-002", Exit.USAGE,
                "The ledger knows of no file \"" + path + "\" right after entry " + seq + ".", "Nothing was changed.",
                "See countersign ledger --file for the entries that changed it, or leave out the entry."));
    }
}
