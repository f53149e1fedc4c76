package dev.countersign.network;

import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;

/// Which addresses lead to the Internet and not into this machine, its network, or a cloud's own services (IANA special-purpose address
/// registries, RFC 6890).
final class Addresses {
    private record Block(byte[] start, int bits) {
        static Block of(String hex, int bits) {
            return new Block(HexFormat.of().parseHex(hex), bits);
        }

        boolean holds(byte[] address) {
            if (address.length != start.length) {
                return false;
            }
            for (int i = 0; i < bits; i++) {
                int mask = 0x80 >> (i & 7);
                if ((address[i >> 3] & mask) != (start[i >> 3] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final List<Block> SPECIAL = List.of(Block.of("00000000", 8), Block.of("0a000000", 8), Block.of("64400000", 10),
            Block.of("7f000000", 8), Block.of("a9fe0000", 16), Block.of("ac100000", 12), Block.of("c0000000", 24), Block.of("c0000200", 24),
            Block.of("c0586300", 24), Block.of("c0a80000", 16), Block.of("c6120000", 15), Block.of("c6336400", 24), Block.of("cb007100", 24),
            Block.of("e0000000", 3), Block.of("a83f8110", 32),
            // Tunnels and translations carry an IPv4 address inside (2001::/23, 2002::/16); documentation.
            Block.of("20010000000000000000000000000000", 23), Block.of("20010db8000000000000000000000000", 32),
            Block.of("20020000000000000000000000000000", 16), Block.of("3fff0000000000000000000000000000", 20));
    private static final Block GLOBAL_6 = Block.of("20000000000000000000000000000000", 3);

    private Addresses() {}

    static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        return SPECIAL.stream().noneMatch(block -> block.holds(bytes)) && (bytes.length == 4 || GLOBAL_6.holds(bytes));
    }
}
