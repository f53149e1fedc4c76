package dev.countersign.run;

import dev.countersign.changeset.Changeset;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.plan.Node;
import dev.countersign.policy.Action;
import dev.countersign.policy.Policy;
import dev.countersign.policy.Ruling;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.MissingContentException;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// What rules say of the changes and commands that the ledger has, beside what was ruled then.
///
/// @param entries newest first; those alone that could be ruled
/// @param left    entries with changes or commands whose content or facts the ledger no longer has, so that nothing is said of them
public record PolicyReplay(List<Ruled> entries, int left) {
    private static final int PAGE = 200;

    public PolicyReplay {
        entries = List.copyOf(entries);
    }

    /// @param then what was ruled when it was recorded
    /// @param now  what would be ruled
    public record Ruled(long seq, EntryKind kind, String summary, List<Ruling> then, List<Ruling> now) {
        public Ruled {
            then = List.copyOf(then);
            now = List.copyOf(now);
        }

        /// Whether the strongest answer is another.
        public boolean differs() {
            return severity(then) != severity(now);
        }

        public boolean stricter() {
            return severity(now) < severity(then);
        }
    }

    /// The strongest answer: 0 denied, 1 asked, 2 allowed.
    public static int severity(List<Ruling> rulings) {
        return rulings.stream().mapToInt(Ruling::severity).min().orElse(2);
    }

    public List<Ruled> differences() {
        return entries.stream().filter(Ruled::differs).toList();
    }

    static PolicyReplay of(Ledger ledger, JsonMapper json, Policy rules, Progress progress) throws IOException {
        var entries = new ArrayList<Ruled>();
        int left = 0;
        OptionalLong below = OptionalLong.empty();
        long size = ledger.size();
        while (true) {
            List<Entry> page = ledger.page(EntryQuery.recent(PAGE).below(below));
            for (Entry entry : page) {
                progress.check();
                progress.step("Ruling on the past", size - entry.seq(), size);
                if (!entry.what().actor().kind().equals("agent")) {
                    continue;
                }
                try {
                    Optional<Ruled> ruled = ruled(ledger, json, rules, entry);
                    ruled.ifPresent(entries::add);
                    left += ruled.isPresent() ? 0 : 1;
                } catch (MissingContentException | JacksonException e) {
                    left++;
                }
            }
            if (page.size() < PAGE) {
                return new PolicyReplay(entries, left);
            }
            below = OptionalLong.of(page.getLast().seq());
        }
    }

    private static Optional<Ruled> ruled(Ledger ledger, JsonMapper json, Policy rules, Entry entry) throws IOException {
        EntryDraft what = entry.what();
        Map<String, byte[]> facts = new HashMap<>();
        for (EntryDraft.Evidence evidence : what.evidence()) {
            if (List.of("node", "argv", "rulings").contains(evidence.kind())) {
                facts.put(evidence.kind(), ledger.vault().read(evidence.content()));
            }
        }
        byte[] node = facts.get("node");
        byte[] rulings = facts.get("rulings");
        if (node == null || rulings == null || what.changes().isEmpty()) {
            return Optional.empty();
        }
        Node made = json.readValue(node, Node.class);
        var now = new ArrayList<Ruling>();
        byte[] argv = facts.get("argv");
        if (argv != null) {
            List<String> words = json.readValue(argv, new TypeReference<>() {});
            if (!words.isEmpty()) {
                now.addAll(rules.rule(new Action.Run(made, words, "agent")));
            }
        }
        now.addAll(rules.rule(new Action.Change(made, changeset(ledger, what), ledger.vault())));
        now.sort(Comparator.comparingInt(Ruling::severity));
        if (now.getFirst().severity() < 2) {
            now.removeIf(Ruling.Allow.class::isInstance);
        }
        return Optional.of(new Ruled(entry.seq(), what.kind(), what.summary(), json.readValue(rulings, new TypeReference<List<Ruling>>() {}), now));
    }

    private static Changeset changeset(Ledger ledger, EntryDraft what) throws IOException {
        Map<WorkspacePath, FileState> before = new HashMap<>();
        Map<WorkspacePath, FileState> after = new HashMap<>();
        for (PathEdit edit : what.changes()) {
            edit.before().ifPresent(state -> before.put(edit.path(), state));
            edit.after().ifPresent(state -> after.put(edit.path(), state));
        }
        return Changeset.between(new Snapshot(before), new Snapshot(after), ledger.vault());
    }
}
