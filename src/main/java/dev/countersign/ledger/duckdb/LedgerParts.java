package dev.countersign.ledger.duckdb;

import dev.countersign.fault.Problem;
import dev.countersign.ledger.merkle.CompactRange;
import dev.countersign.ledger.seal.LedgerId;
import dev.countersign.ledger.seal.NoteSigner;
import dev.countersign.ledger.store.AnchorLog;
import dev.countersign.ledger.store.LeafLog;
import dev.countersign.ledger.store.LedgerFolder;
import dev.countersign.ledger.store.LedgerLock;
import dev.countersign.ledger.store.SigningKeys;
import dev.countersign.ledger.store.Vault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What the opener found and made.
///
/// @param refusal why nothing may be written, where that is so
/// @param range   the tree of the entries that have rows
/// @param pending the leaf of an intent that a crash left
/// @param notices what the user must be told
record LedgerParts(LedgerId id, Path database, LedgerLock lock, LeafLog log, Vault vault, Database rows, AnchorLog anchors,
                   SigningKeys keys, Optional<NoteSigner> signer, Optional<Problem> refusal, CompactRange range,
                   Optional<byte[]> pending, LedgerFolder folder, List<String> notices) {}
