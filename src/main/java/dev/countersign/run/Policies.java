package dev.countersign.run;

import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.policy.Policy;
import dev.countersign.policy.Rulebook;
import dev.countersign.secret.Redaction;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/// The rules of an open workspace, and whether the project's own are trusted. Safe for use by several threads.
public final class Policies {
    static final String TRUST = "policy-trust";

    private final Ledger ledger;
    private final LedgerDesk desk;
    private final JsonMapper json;
    private final InstantSource clock;
    private final Redaction redaction;
    private final Policy policy;
    private final Map<Sha256, Boolean> trust = new HashMap<>();
    private final TrustEntries<Trust> entries;

    /// The evidence of a trust entry.
    record Trust(Sha256 digest, boolean trusted) {}

    Policies(Workspace workspace, Policy base, Ledger ledger, LedgerDesk desk, JsonMapper json, InstantSource clock, Redaction redaction) {
        this.ledger = ledger;
        this.desk = desk;
        this.json = json;
        this.clock = clock;
        this.redaction = redaction;
        this.entries = new TrustEntries<>(ledger, json, TRUST, Trust.class);
        this.policy = base.within(new Policy.Project(workspace.root(), this::isTrusted));
    }

    public Policy policy() {
        return policy;
    }

    /// The rules that are files.
    ///
    /// @throws dev.countersign.fault.UserException `POLICY-002` where none can be
    public Rulebook rulebook() {
        return policy.rulebook().orElseThrow(RunProblems::noRulebook);
    }

    /// Whether the last entry about project rules of this digest trusts them.
    private synchronized boolean isTrusted(Sha256 digest) {
        try {
            entries.news().forEach(one -> trust.put(one.evidence().digest(), one.evidence().trusted()));
            return trust.getOrDefault(digest, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Trusts the project's rules, or no longer does: an entry of the ledger. Blocks until it is there.
    ///
    /// @param digest of the rules that the person has seen
    /// @throws dev.countersign.fault.UserException `POLICY-003` where the rules are others now
    public Entry trust(Sha256 digest, boolean yes, String who) throws IOException {
        Rulebook.Layer layer = rulebook().layers().stream().filter(one -> one.level() == Rulebook.Level.PROJECT).findFirst()
                .orElseThrow(RunProblems::noRulebook);
        if (yes && !layer.digest().equals(digest)) {
            throw RunProblems.otherRules(digest.brief(), layer.digest().brief());
        }
        var files = new TreeMap<String, String>();
        layer.files().forEach(file -> files.put(file.name(), file.text()));
        return desk.record(new EntryFacts(ledger.vault(), json, policy, redaction, EntryFacts.Heard.NOTHING).trust(new Trust(digest, yes), files, who, clock.instant()));
    }

    /// What other rules would have said of the ledger's past. Blocks for reading.
    public PolicyReplay replay(Policy rules, Progress progress) throws IOException {
        return PolicyReplay.of(ledger, json, rules, progress);
    }
}
