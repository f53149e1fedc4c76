package dev.countersign.ledger.entry;

/// What an entry records. The codes are part of the format and never change; 11 was set aside and is of no kind.
public enum EntryKind {
    COMMIT(1), ROLLBACK(2), REDO(3), ADOPT(4), RECOVERY(5), REJECTION(6), DENIAL(7), ESCALATION(8), GRANT(9), TRUST(10),
    KEY_ROTATION(12);

    private final int code;

    EntryKind(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
