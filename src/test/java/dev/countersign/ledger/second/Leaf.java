package dev.countersign.ledger.second;

import static dev.countersign.ledger.second.Bytes.require;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// A leaf as the page's table has it. @param key14 the tree hash after
record Leaf(long seq, byte[] txid, int kind, byte[] baseRoot, byte[] key14, List<byte[]> contents, List<Evidence> evidence) {
    record Evidence(String kind, byte[] hash) {}

    private static final class Nothing {}

    private static final Nothing NULL = new Nothing();

    static Leaf read(byte[] leaf, byte[] ledger) {
        var in = ByteBuffer.wrap(leaf);
        var fields = map(value(in), 17);
        require(!in.hasRemaining(), "bytes behind the map");
        require(text(fields.get(1L)).equals("countersign-entry-v1"), "field 1");
        require(Arrays.equals(bytes(fields.get(2L), 16), ledger), "the ledger's id");
        byte[] txid = bytes(fields.get(4L), 16);
        require((txid[6] & 0xf0) == 0x70 && (txid[8] & 0xc0) == 0x80, "the transaction id is not a UUID of version 7");
        long kind = number(fields.get(6L));
        require(kind >= 1 && kind <= 12 && kind != 11, "kind " + kind);
        number(fields.get(5L));
        text(fields.get(7L));
        text(fields.get(8L));
        map(fields.get(9L), 3).values().forEach(Leaf::text);
        if (fields.get(10L) != NULL) {
            var approval = map(fields.get(10L), 5);
            text(approval.get(1L));
            text(approval.get(2L));
            bytes(approval.get(3L), 32);
            number(approval.get(4L));
            text(approval.get(5L));
        }
        text(fields.get(11L));
        bytes(fields.get(13L), 32);
        if (fields.get(17L) != NULL) {
            number(fields.get(17L));
        }
        var evidence = new ArrayList<Evidence>();
        for (Object each : list(fields.get(16L))) {
            List<?> pair = list(each);
            require(pair.size() == 2, "a piece of evidence");
            evidence.add(new Evidence(text(pair.get(0)), bytes(pair.get(1), 32)));
        }
        return new Leaf(number(fields.get(3L)), txid, (int) kind, bytes(fields.get(12L), 32), bytes(fields.get(14L), 32),
                changes(list(fields.get(15L))), evidence);
    }

    /// The contents that the changes name.
    private static List<byte[]> changes(List<?> changes) {
        var contents = new ArrayList<byte[]>();
        byte[] last = {};
        for (Object each : changes) {
            List<?> change = list(each);
            require(change.size() == 5 && change.getFirst() instanceof byte[], "a change");
            byte[] path = (byte[]) change.getFirst();
            require(Arrays.compareUnsigned(last, path) < 0, "the order of the paths");
            last = path;
            for (String part : Bytes.text(path).split("/", -1)) {
                require(!part.isEmpty() && !part.equals(".") && !part.equals("..") && part.indexOf(0) < 0, "a path");
            }
            for (int side = 1; side < 5; side += 2) {
                long mode = number(change.get(side));
                if (mode == 0) {
                    require(change.get(side + 1) == NULL, "a hash of nothing");
                    continue;
                }
                byte[] hash = bytes(change.get(side + 1), 32);
                long type = mode & ~0777L;
                require(type == 0100000 || type == 0120000 || type == 0040000, "a mode");
                if (type == 0040000) {
                    require(Arrays.equals(hash, Bytes.sha256()), "the hash of an empty folder");
                } else {
                    contents.add(hash);
                }
            }
        }
        return contents;
    }

    private static TreeMap<Long, Object> map(Object value, int keys) {
        require(value instanceof TreeMap<?, ?>, "not a map");
        var map = new TreeMap<Long, Object>();
        ((TreeMap<?, ?>) value).forEach((k, v) -> map.put((Long) k, v));
        require(map.size() == keys && map.firstKey() == 1 && map.lastKey() == keys, "the keys of a map");
        return map;
    }

    private static String text(Object value) {
        require(value instanceof String, "not a text");
        return (String) value;
    }

    private static long number(Object value) {
        require(value instanceof Long, "not a number");
        return (Long) value;
    }

    private static byte[] bytes(Object value, int length) {
        require(value instanceof byte[] bytes && bytes.length == length, "not " + length + " bytes");
        return (byte[]) value;
    }

    private static List<?> list(Object value) {
        require(value instanceof List<?>, "not an array");
        return (List<?>) value;
    }

    /// Deterministic CBOR: unsigned, bytes, text, array, map with unsigned keys, null.
    private static Object value(ByteBuffer in) {
        require(in.hasRemaining(), "cut short");
        int head = in.get() & 0xff;
        if (head == 0xf6) {
            return NULL;
        }
        int major = head >>> 5;
        long number = head(head & 31, in);
        if (major == 0) {
            return number;
        }
        require(major <= 5 && major != 1 && number <= in.remaining(), "a value of an unknown kind or length");
        if (major == 2 || major == 3) {
            byte[] bytes = new byte[(int) number];
            in.get(bytes);
            return major == 2 ? bytes : Bytes.text(bytes);
        }
        if (major == 4) {
            var list = new ArrayList<>();
            for (long i = 0; i < number; i++) {
                list.add(value(in));
            }
            return list;
        }
        var map = new TreeMap<Long, Object>();
        for (long i = 0; i < number; i++) {
            long key = number(value(in));
            require(map.isEmpty() || map.lastKey() < key, "the order of a map's keys");
            map.put(key, value(in));
        }
        return map;
    }

    private static long head(int info, ByteBuffer in) {
        if (info < 24) {
            return info;
        }
        require(info < 28, "an indefinite length");
        int size = 1 << info - 24;
        require(in.remaining() >= size, "cut short");
        long number = 0;
        for (int i = 0; i < size; i++) {
            number = number << 8 | in.get() & 0xff;
        }
        require(number >= (size == 1 ? 24 : size == 2 ? 1 << 8 : size == 4 ? 1 << 16 : 1L << 32), "a head that could be shorter");
        return number;
    }

    Optional<byte[]> evidence(String name) {
        return evidence.stream().filter(e -> e.kind().equals(name)).map(Evidence::hash).findFirst();
    }
}
