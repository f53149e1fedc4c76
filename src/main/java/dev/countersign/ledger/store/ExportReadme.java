package dev.countersign.ledger.store;

import dev.countersign.ledger.seal.Checkpoint;
import dev.countersign.ledger.seal.NoteKey;

/// What an export says about itself.
final class ExportReadme {
    private ExportReadme() {}

    static String text(Checkpoint head, NoteKey key, long from, long to, boolean whole, boolean content) {
        return """
                # Entries %d to %d of the ledger `%s`

                The tree head in `checkpoint` covers %d entries. The public half of the key that signed it is in `key.pub`:

                    %s

                Whoever gave you this folder could have made that key too. Compare it, or a checkpoint, with one that you have from
                elsewhere; a witness's signature in `checkpoint` speaks for itself to those who know the witness's key.

                ## With Countersign, on any machine

                    countersign ledger verify . --key FILE

                `FILE` is the public half as you know it from elsewhere. Without `--key` only what is in the folder is compared.

                ## With other tools

                | file | what | how to check it |
                |---|---|---|
                | `entries/*/*/*.cbor` | the leaves: deterministic CBOR (RFC 8949) | leaf hash: SHA-256 of a zero byte and the file (RFC 6962 §2.1): `(printf '\\0'; cat FILE) \\| sha256sum` |
                | `checkpoint` | C2SP tlog-checkpoint on signed-note | any verifier for signed notes, with `key.pub` |
                %s| `SHA256SUMS` | what the entries name | %s |
                | `genesis` | id, time and first key of the ledger | its last line is the SHA-256 of those above |

                The fields of a leaf are described in Countersign's `docs/ledger-format.md`. Specifications: c2sp.org/signed-note,
                c2sp.org/tlog-checkpoint, c2sp.org/tlog-cosignature, c2sp.org/tlog-proof, c2sp.org/tlog-tiles.
                """.formatted(from, Math.max(from, to - 1), key.name(), head.size(), key,
                whole ? "| `tile/` | C2SP tlog-tiles: the hashes of the whole tree | any client for tiled logs |\n"
                        + "| `checkpoints` | every signed tree head, an empty line behind each | each as `checkpoint` |\n"
                        : "| `proofs/*/*/*.tlog-proof` | C2SP tlog-proof, one for each entry; `extra` is the leaf | any verifier for such proofs |\n",
                content ? "`sha256sum -c SHA256SUMS`" : "`sha256sum -c --ignore-missing SHA256SUMS`; the content itself was not exported");
    }
}
