package dev.countersign.run;

import dev.countersign.changeset.Merge.Resolution;
import dev.countersign.ledger.rollback.RollbackChoices.Choice;
import dev.countersign.ledger.rollback.RollbackFile;
import dev.countersign.ledger.rollback.RollbackPreview;
import dev.countersign.ledger.rollback.RollbackRequest;
import dev.countersign.workspace.WorkspacePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What an entry keeps of a rollback: what was taken back, what stayed, and how each conflict was settled by whom it was asked.
/// Written as JSON; `docs/ledger-format.md` describes it.
record RollbackEvidence(RollbackPreview preview) {

    Map<String, Object> document() {
        var document = new LinkedHashMap<String, Object>();
        switch (preview.request().aim()) {
            case RollbackRequest.To to -> document.put("to", to.seq());
            case RollbackRequest.Undo undo -> document.put("undone", undo.entries());
            case RollbackRequest.Hunks hunks -> {
                document.put("undone", List.of(hunks.seq()));
                document.put("hunks", byPath(hunks.hunks()));
            }
        }
        if (!preview.request().only().isEmpty()) {
            document.put("only", preview.request().only().stream().map(WorkspacePath::value).toList());
        }
        document.put("files", files());
        document.put("leftOut", preview.leftOut().stream().map(file -> file.path().value()).toList());
        document.put("blocked", preview.blocked().stream().map(file -> Map.of("path", file.path().value(), "why", file.why())).toList());
        return document;
    }

    private static Map<String, Object> byPath(Map<WorkspacePath, ?> values) {
        var named = new LinkedHashMap<String, Object>();
        values.forEach((path, value) -> named.put(path.value(), value));
        return named;
    }

    private List<Map<String, Object>> files() {
        var files = new ArrayList<Map<String, Object>>();
        for (RollbackFile file : preview.files()) {
            switch (file) {
                case RollbackFile.Change change -> files.add(file(change.path(), change.kept(), change.outside(), change.settled()));
                case RollbackFile.Same same -> {
                    if (!same.settled().isEmpty()) {
                        files.add(file(same.path(), 0, false, same.settled()));
                    }
                }
                case RollbackFile.Open _, RollbackFile.Blocked _, RollbackFile.LeftOut _ -> { }
            }
        }
        return files;
    }

    private static Map<String, Object> file(WorkspacePath path, int kept, boolean outside, List<Choice> settled) {
        var file = new LinkedHashMap<String, Object>();
        file.put("path", path.value());
        file.put("kept", kept);
        file.put("changedOutside", outside);
        if (!settled.isEmpty()) {
            file.put("settled", settled.stream().map(RollbackEvidence::choice).toList());
        }
        return file;
    }

    private static Object choice(Choice choice) {
        return switch (choice) {
            case Choice.Keep _ -> "kept whole";
            case Choice.Take _ -> "taken whole";
            case Choice.Lines(var resolutions) -> {
                var conflicts = new ArrayList<Map<String, Object>>();
                resolutions.forEach((conflict, resolution) -> conflicts.add(resolution(conflict, resolution)));
                yield conflicts;
            }
        };
    }

    private static Map<String, Object> resolution(int conflict, Resolution resolution) {
        var told = new LinkedHashMap<String, Object>();
        told.put("conflict", conflict);
        told.put("by", word(resolution));
        if (resolution instanceof Resolution.Own(var text)) {
            told.put("text", text);
        }
        return told;
    }

    /// The stable word for a resolution, in the ledger and on the command line.
    static String word(Resolution resolution) {
        return switch (resolution) {
            case Resolution.Ours _ -> "ours";
            case Resolution.Theirs _ -> "theirs";
            case Resolution.OursThenTheirs _ -> "ours-theirs";
            case Resolution.TheirsThenOurs _ -> "theirs-ours";
            case Resolution.Base _ -> "base";
            case Resolution.Own _ -> "own";
        };
    }
}
