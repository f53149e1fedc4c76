package dev.countersign.ledger.store;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;

/// How far an audit's word goes. @param tier "none", or "T0" to "T3" @param says what it means, and what it does not
record Trust(String tier, String says) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);
    private static final String SAME_USER = " This does not stand against someone who can run programs as you: they could rewrite the whole "
            + "ledger, and replace the anchor log and the key too.";
    private static final String NO_CHECKPOINT = " With no checkpoint kept outside of this machine nobody could tell.";

    /// What the audit knows.
    ///
    /// @param agree     everything that was compared agrees
    /// @param entries   in the leaf log
    /// @param signed    the largest tree that was signed for; below 1 where none could be compared
    /// @param kept      the largest tree of a checkpoint from elsewhere
    /// @param guarded   the secret half is in the keyring, and the public half was pinned elsewhere
    /// @param unread    that copies could not be read, or nothing
    /// @param cosigned  what witnesses vouch for
    record Facts(boolean agree, long entries, long signed, long kept, boolean guarded, String unread, List<AnchorAudit.Cosigned> cosigned) {

        Trust trust() {
            if (!agree) {
                return new Trust("none", "The entries do not agree with each other or with the checkpoints that were signed for them.");
            }
            if (signed <= 0) {
                return new Trust("T0", (entries == 0 ? "There are no entries yet. " : "The entries agree with each other. ")
                        + "No signed checkpoint could be compared, so this says nothing against anyone who rewrote the whole ledger.");
            }
            String agrees = first(signed) + " with the signed checkpoints in the anchor log on this machine."
                    + (signed < entries ? " Not signed yet: the newest " + (entries - signed) + "." : "")
                    + (kept > 0 ? " " + first(kept) + " with a checkpoint that was kept elsewhere." : "") + unread;
            if (cosigned.stream().anyMatch(c -> c.size() > 0)) {
                return new Trust("T3", agrees + witnesses());
            }
            if (guarded) {
                return new Trust("T2", agrees + " The key is in the keyring of this system, and its public half was pinned elsewhere: a file "
                        + "that is copied or changed here cannot pass for the ledger." + SAME_USER);
            }
            return new Trust("T1", agrees + SAME_USER + (kept > 0 ? "" : NO_CHECKPOINT));
        }

        private String witnesses() {
            String who = cosigned.stream().filter(c -> c.size() > 0)
                    .map(c -> c.witness().name() + " for the first " + c.size() + " at " + TIME.format(Instant.ofEpochSecond(c.seconds())))
                    .collect(Collectors.joining(", "));
            long most = cosigned.stream().mapToLong(AnchorAudit.Cosigned::size).max().orElse(0);
            return " Independent witnesses cosigned: " + who + ". What they cosigned cannot be rewritten unseen, not even by someone who runs "
                    + "programs as you, as long as whoever checks knows the witness's key from elsewhere."
                    + (most < entries ? " Not cosigned yet: the newest " + (entries - most) + "." : "");
        }

        private static String first(long size) {
            return size == 1 ? "The first entry agrees" : "The first " + size + " entries agree";
        }
    }
}
