package dev.countersign.ledger.lucene;

import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.duckdb.DuckLedgerOpener;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryDraft.Actor;
import dev.countersign.ledger.entry.EntryDraft.Approval;
import dev.countersign.ledger.entry.EntryDraft.Evidence;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Workspace;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

/// A real ledger in a folder, with entries of every kind whose files have a history.
final class Shelf {
    static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
    static final List<String> PATHS = List.of("src/main/Client.java", "src/main/Server.java", "src/test/ClientTest.java", "docs/über uns.md", "pom.xml");
    static final List<String> AGENTS = List.of("claude", "codex", "sample");
    private static final Sha256 TREE = Sha256.of(new byte[0]);
    private static final List<String> VERIFICATIONS = List.of("", "{\"results\":[{\"state\":{\"type\":\"passed\"}}]}",
            "{\"results\":[{\"state\":{\"type\":\"failed\"}},{\"state\":{\"type\":\"passed\"}}]}", "{\"results\":[{\"state\":{\"type\":\"notchecked\"}}]}", "no JSON");

    final Path folder;
    private final AtomicReference<Instant> now = new AtomicReference<>(START);

    Shelf(Path folder) {
        this.folder = folder;
    }

    Path data() {
        return folder.resolve("data");
    }

    Path index() throws IOException {
        return data().resolve("ledgers").resolve(workspace().id()).resolve("index");
    }

    Workspace workspace() throws IOException {
        return Workspace.open(Files.createDirectories(folder.resolve("project")));
    }

    Ledger plain() throws IOException {
        return new DuckLedgerOpener(data(), now::get, new Random(5)).open(workspace());
    }

    Ledger open() throws IOException {
        return new IndexedOpener(data(), _ -> plain()).open(workspace());
    }

    /// Adds `count` entries drawn by `random`.
    void fill(Ledger ledger, int count, Random random) throws IOException {
        for (int i = 0; i < count; i++) {
            now.set(now.get().plus(Duration.ofMinutes(random.nextInt(900))));
            Entry entry = ledger.begin(draft(ledger, random));
            ledger.finish(entry);
        }
    }

    private EntryDraft draft(Ledger ledger, Random random) throws IOException {
        EntryKind kind = EntryKind.values()[random.nextInt(8)];
        long size = ledger.size();
        if ((kind == EntryKind.ROLLBACK || kind == EntryKind.REDO) && size > 0) {
            long target = Math.max(0, size - 1 - random.nextInt(6));
            Entry entry = ledger.entry(target).orElseThrow();
            List<PathEdit> edits = random.nextBoolean() ? entry.what().changes().stream()
                    .map(e -> new PathEdit(e.path(), e.after(), e.before())).toList() : List.of(edit(ledger, random));
            return draft(kind, random, edits, List.of(), OptionalLong.of(target));
        }
        var edits = new ArrayList<PathEdit>();
        if (kind == EntryKind.COMMIT || kind == EntryKind.ADOPT) {
            PATHS.stream().filter(_ -> random.nextInt(3) == 0).forEach(path -> edits.add(edit(ledger, path, random)));
        }
        var evidence = new ArrayList<Evidence>();
        put(ledger, evidence, "task", "Make the " + word(random) + " " + word(random));
        put(ledger, evidence, "words", "I made it " + word(random));
        put(ledger, evidence, "verification", VERIFICATIONS.get(random.nextInt(VERIFICATIONS.size())));
        put(ledger, evidence, "decision", random.nextBoolean() ? "" : "{\"scope\":\"" + List.of("whole", "part", "edited").get(random.nextInt(3))
                + "\",\"override\":" + random.nextBoolean() + "}");
        put(ledger, evidence, "usage", random.nextBoolean() ? "{\"costUsd\":null}" : "{\"costUsd\":0." + random.nextInt(1, 99) + "}");
        return draft(kind, random, edits, evidence, OptionalLong.empty());
    }

    static String word(Random random) {
        return List.of("client", "server", "retry", "zürich", "locale", "x1", "Total").get(random.nextInt(7));
    }

    private static void put(Ledger ledger, List<Evidence> evidence, String kind, String text) throws IOException {
        if (!text.isEmpty()) {
            evidence.add(new Evidence(kind, ledger.vault().put(text.getBytes(StandardCharsets.UTF_8))));
        }
    }

    private static EntryDraft draft(EntryKind kind, Random random, List<PathEdit> edits, List<Evidence> evidence, OptionalLong target) {
        Optional<Approval> approval = random.nextInt(3) == 0 ? Optional.empty()
                : Optional.of(new Approval("anna", List.of("2 of 2 hunks", "1 of 3 hunks", "2 of 4 hunks, 1 file edited", "").get(random.nextInt(4)), TREE, 1,
                        random.nextBoolean() ? "" : "noted " + word(random)));
        return new EntryDraft(kind, "run-" + random.nextInt(4), "node", new Actor("agent", AGENTS.get(random.nextInt(3)),
                List.of("", "opus", "gpt").get(random.nextInt(3))), approval, "About " + word(random), TREE, TREE, edits, evidence, target);
    }

    private static PathEdit edit(Ledger ledger, Random random) {
        return edit(ledger, PATHS.get(random.nextInt(PATHS.size())), random);
    }

    private static PathEdit edit(Ledger ledger, String path, Random random) {
        return new PathEdit(WorkspacePath.of(path), state(ledger, "one\n" + word(random) + "\n"), state(ledger, "one\n" + word(random) + " = " + word(random) + ";\n"));
    }

    private static Optional<FileState> state(Ledger ledger, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            ledger.vault().put(bytes);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return Optional.of(FileState.file(bytes, false));
    }
}
