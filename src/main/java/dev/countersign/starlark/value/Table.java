package dev.countersign.starlark.value;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A hash table that remembers the order in which its keys came. Each comparison of keys is charged, so that keys chosen to
/// collide cost their script its steps and nobody any time.
final class Table {
    private static final int ENTRY = 72;
    private static final int FREE = 0;

    private @Nullable Value[] keys = new Value[4];
    private @Nullable Value[] values = new Value[4];
    private int[] hashes = new int[4];
    /// Open addressing: the place of an entry plus one, or [#FREE].
    private int[] index = new int[8];
    private int used;
    private int first;
    private int size;

    int size() {
        return size;
    }

    /// The places of entries go from 0 to here; some may be empty.
    int end() {
        return used;
    }

    @Nullable Value key(int place) {
        return keys[place];
    }

    Value value(int place) {
        Value value = values[place];
        return value == null ? NoneValue.NONE : value;
    }

    void setValue(int place, Value value) {
        values[place] = value;
    }

    private static int spread(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed ^ mixed >>> 15;
    }

    /// The place of `key`, or -1.
    int find(Evaluation evaluation, Value key) {
        int hash = Equality.hash(evaluation, key);
        return find(evaluation, key, hash);
    }

    private int find(Evaluation evaluation, Value key, int hash) {
        int mask = index.length - 1;
        for (int at = spread(hash) & mask; index[at] != FREE; at = at + 1 & mask) {
            int place = index[at] - 1;
            evaluation.step(1);
            Value known = keys[place];
            if (known != null && hashes[place] == hash && Equality.equal(evaluation, known, key)) {
                return place;
            }
        }
        return -1;
    }

    /// Puts `value` under `key`, at the end if the key is new.
    void put(Evaluation evaluation, Value key, Value value) {
        int hash = Equality.hash(evaluation, key);
        int place = find(evaluation, key, hash);
        if (place >= 0) {
            values[place] = value;
            return;
        }
        evaluation.allocate(ENTRY);
        if (used == keys.length) {
            rebuild(evaluation, Math.max(4, size * 2));
        }
        keys[used] = key;
        values[used] = value;
        hashes[used] = hash;
        link(hash, used);
        used++;
        size++;
    }

    private void link(int hash, int place) {
        int mask = index.length - 1;
        int at = spread(hash) & mask;
        while (index[at] != FREE) {
            at = at + 1 & mask;
        }
        index[at] = place + 1;
    }

    /// Drops the holes and makes room for `capacity` entries.
    private void rebuild(Evaluation evaluation, int capacity) {
        evaluation.step(size);
        evaluation.allocate((long) capacity * 16);
        var oldKeys = keys;
        var oldValues = values;
        var oldHashes = hashes;
        int end = used;
        keys = new Value[capacity];
        values = new Value[capacity];
        hashes = new int[capacity];
        index = new int[Integer.highestOneBit(capacity) * 4];
        used = 0;
        first = 0;
        for (int i = 0; i < end; i++) {
            if (oldKeys[i] != null) {
                keys[used] = oldKeys[i];
                values[used] = oldValues[i];
                hashes[used] = oldHashes[i];
                link(hashes[used], used);
                used++;
            }
        }
    }

    /// Takes the entry at `place` out and returns its value. Its link stays, so that searches go on past it.
    Value remove(int place) {
        Value value = value(place);
        keys[place] = null;
        values[place] = null;
        size--;
        if (size == 0) {
            clear();
        }
        return value;
    }

    /// The place of the oldest entry, or -1.
    int oldest() {
        while (first < used && keys[first] == null) {
            first++;
        }
        return first < used ? first : -1;
    }

    void clear() {
        keys = new Value[4];
        values = new Value[4];
        hashes = new int[4];
        index = new int[8];
        used = 0;
        first = 0;
        size = 0;
    }

    /// A table of the same entries.
    Table copy(Evaluation evaluation) {
        evaluation.step(used);
        evaluation.allocate((long) index.length * 4 + (long) keys.length * ENTRY);
        var copy = new Table();
        copy.keys = keys.clone();
        copy.values = values.clone();
        copy.hashes = Arrays.copyOf(hashes, hashes.length);
        copy.index = index.clone();
        copy.used = used;
        copy.first = first;
        copy.size = size;
        return copy;
    }

    /// The keys in order.
    Value[] keys() {
        var all = new Value[size];
        int n = 0;
        for (int i = 0; i < used; i++) {
            Value key = keys[i];
            if (key != null) {
                all[n++] = key;
            }
        }
        return all;
    }
}
