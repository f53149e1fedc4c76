package dev.countersign.ledger.store;

import dev.countersign.workspace.Sha256;

/// Digests and nothing else: 32 bytes each, and as much room again at most. A million take 43 to 85 MB.
final class DigestSet {
    private static final int WORDS = 4;

    private long[] slots = new long[WORDS * 64];
    private int size;
    private boolean zero;

    boolean add(Sha256 digest) {
        if (isZero(digest)) {
            boolean added = !zero;
            zero = true;
            return added;
        }
        if ((size + 1L) * 4 > slots.length / WORDS * 3L) {
            grow();
        }
        int at = find(digest);
        if (!isFree(at)) {
            return false;
        }
        set(at, digest.a(), digest.b(), digest.c(), digest.d());
        size++;
        return true;
    }

    boolean contains(Sha256 digest) {
        return isZero(digest) ? zero : !isFree(find(digest));
    }

    int size() {
        return size + (zero ? 1 : 0);
    }

    private static boolean isZero(Sha256 digest) {
        return (digest.a() | digest.b() | digest.c() | digest.d()) == 0;
    }

    private boolean isFree(int at) {
        return (slots[at] | slots[at + 1] | slots[at + 2] | slots[at + 3]) == 0;
    }

    /// Where it is, or the free slot where it belongs.
    private int find(Sha256 digest) {
        int mask = slots.length / WORDS - 1;
        int slot = (int) (digest.a() >>> 32) & mask;
        while (true) {
            int at = slot * WORDS;
            if (isFree(at) || slots[at] == digest.a() && slots[at + 1] == digest.b() && slots[at + 2] == digest.c()
                    && slots[at + 3] == digest.d()) {
                return at;
            }
            slot = slot + 1 & mask;
        }
    }

    private void set(int at, long a, long b, long c, long d) {
        slots[at] = a;
        slots[at + 1] = b;
        slots[at + 2] = c;
        slots[at + 3] = d;
    }

    private void grow() {
        long[] old = slots;
        slots = new long[old.length * 2];
        for (int i = 0; i < old.length; i += WORDS) {
            if ((old[i] | old[i + 1] | old[i + 2] | old[i + 3]) != 0) {
                int at = find(new Sha256(old[i], old[i + 1], old[i + 2], old[i + 3]));
                set(at, old[i], old[i + 1], old[i + 2], old[i + 3]);
            }
        }
    }
}
