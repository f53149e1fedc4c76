package dev.countersign.ledger.crash;

import dev.countersign.ledger.AuditReport;
import dev.countersign.ledger.Committer;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.merkle.MerkleTree;
import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.workspace.DigestStore;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What must hold whatever happened: the next start opens the ledger, settles what was interrupted, and then workspace and ledger
/// agree, nothing acknowledged is lost, and what no entry names is as it was.
///
/// @param begun     tree hash of the project before its first entry
/// @param untouched what no entry names
record Aftermath(Sha256 begun, Map<String, String> untouched) {

    /// @param seq an entry that somebody was told is in @param leaf the hash of its leaf
    record Acknowledged(long seq, String leaf) {
        static Acknowledged parse(String line) {
            String[] words = line.split(" ");
            return new Acknowledged(Long.parseLong(words[0]), words[1]);
        }
    }

    /// @param faults    what does not hold; empty where all is well
    /// @param recovered whether an interrupted entry was completed
    record Found(long entries, boolean recovered, List<String> faults) {}

    /// For a ground as it is before anything happens to it.
    static Aftermath of(Ground ground) throws IOException {
        return new Aftermath(tree(ground.workspace()), ground.untouched());
    }

    private static Sha256 tree(Workspace workspace) throws IOException {
        return workspace.capture(new DigestStore(), Progress.NONE).treeHash();
    }

    /// Opens, settles and compares.
    Found of(Ground ground, List<Acknowledged> acknowledged) {
        return once(ground, acknowledged, false);
    }

    /// [#of], and once more, where nothing may be left to do.
    Found twice(Ground ground, List<Acknowledged> acknowledged) {
        Found first = once(ground, acknowledged, false);
        if (!first.faults().isEmpty()) {
            return first;
        }
        Found second = once(ground, acknowledged, true);
        return second.faults().isEmpty() ? first
                : new Found(second.entries(), first.recovered(), second.faults().stream().map("at the second start: "::concat).toList());
    }

    private Found once(Ground ground, List<Acknowledged> acknowledged, boolean second) {
        var faults = new ArrayList<String>();
        long entries = -1;
        boolean recovered = false;
        try (Ledger ledger = ground.open()) {
            Workspace workspace = ground.workspace();
            switch (new Committer(workspace, ledger).recover()) {
                case Committer.Recovery.Nothing _ -> { }
                case Committer.Recovery.Completed done -> {
                    recovered = true;
                    if (second) {
                        faults.add("there was something to recover: entry " + done.entry().seq());
                    }
                }
                case Committer.Recovery.NeedsHuman needs -> faults.add("a person is asked: " + needs.conflicts());
            }
            workspace.clearLeftovers();
            entries = ledger.size();
            for (Acknowledged each : acknowledged) {
                if (each.seq() >= entries || !MerkleTree.leaf(ledger.leaf(each.seq())).hex().equals(each.leaf())) {
                    faults.add("entry " + each.seq() + " was acknowledged and is lost: there are " + entries);
                }
            }
            AuditReport report = ledger.audit(Progress.NONE);
            report.findings().forEach(finding -> faults.add("audit: " + finding));
            Optional<Entry> newest = ledger.page(EntryQuery.recent(1)).stream().findFirst();
            Sha256 wanted = newest.map(entry -> entry.what().treeAfter()).orElse(begun);
            if (!tree(workspace).equals(wanted)) {
                faults.add("the workspace is not what entry " + (entries - 1) + " says: " + lying(workspace));
            }
            if (!ground.untouched().equals(untouched)) {
                faults.add("what no entry names was touched: " + ground.untouched());
            }
            left(ground).forEach(name -> faults.add("left behind: " + name));
            ledger.checkpoint();
        } catch (IOException | RuntimeException | AssertionError e) {
            var text = new java.io.StringWriter();
            e.printStackTrace(new java.io.PrintWriter(text));
            faults.add(text.toString());
        }
        return new Found(entries, recovered, faults);
    }

    private static List<String> lying(Workspace workspace) throws IOException {
        return workspace.capture(new DigestStore(), Progress.NONE).files().entrySet().stream()
                .map(file -> Integer.toOctalString(file.getValue().mode()) + " " + file.getValue().content().brief() + " " + file.getKey()).toList();
    }

    private static List<String> left(Ground ground) throws IOException {
        try (var files = Files.walk(ground.project())) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith(".countersign")).toList();
        }
    }
}
