package dev.countersign.ledger.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.ledger.Drafts;
import dev.countersign.ledger.entry.EntryDraft.Actor;
import dev.countersign.ledger.entry.EntryDraft.Approval;
import dev.countersign.ledger.entry.EntryDraft.Evidence;
import dev.countersign.ledger.merkle.MerkleTree;
import dev.countersign.ledger.seal.LedgerId;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Sha256;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class EntryCodecTest {
    private static final LedgerId ID = new LedgerId(0x0102030405060708L, 0x090a0b0c0d0e0f10L);
    private static final Sha256 ROOT = Sha256.of(new byte[] {7});

    private static EntryDraft small() {
        return new EntryDraft(EntryKind.COMMIT, "s", "n", new Actor("agent", "a", ""), Optional.empty(), "do", ROOT, ROOT,
                List.of(new PathEdit(Drafts.path("b"), Optional.empty(), Drafts.file("x")),
                        new PathEdit(Drafts.path("a"), Drafts.file("y"), Optional.empty())), List.of(), OptionalLong.empty());
    }

    @Test
    void theSmallestEntryHasTheseBytes() throws Exception {
        byte[] leaf = EntryCodec.encode(ID, 3, new UUID(1, 2), 1000, ROOT, small());
        String hash = ROOT.hex();
        assertThat(HexFormat.of().formatHex(leaf)).isEqualTo("b1" + "01" + "74" + HexFormat.of().formatHex(Drafts.bytes("countersign-entry-v1"))
                + "02" + "50" + "0102030405060708090a0b0c0d0e0f10" + "03" + "03" + "04" + "50" + "00000000000000010000000000000002"
                + "05" + "1903e8" + "06" + "01" + "07" + "6173" + "08" + "616e" + "09" + "a3" + "01" + "656167656e74" + "02" + "6161" + "03" + "60"
                + "0a" + "f6" + "0b" + "62646f" + "0c" + "5820" + hash + "0d" + "5820" + hash + "0e" + "5820" + hash
                + "0f" + "82" + "85" + "4161" + "1981a4" + "5820" + Sha256.of(Drafts.bytes("y")).hex() + "00" + "f6"
                + "85" + "4162" + "00" + "f6" + "1981a4" + "5820" + Sha256.of(Drafts.bytes("x")).hex() + "10" + "80" + "11" + "f6");
    }

    @Property(tries = 300)
    void whatIsEncodedComesBack(@ForAll("drafts") EntryDraft draft, @ForAll long seq) throws Exception {
        Map<Sha256, Long> sizes = new HashMap<>();
        draft.changes().forEach(edit -> {
            edit.before().ifPresent(state -> sizes.put(state.content(), state.size()));
            edit.after().ifPresent(state -> sizes.put(state.content(), state.size()));
        });
        var txid = new UUID(5, 6);
        byte[] leaf = EntryCodec.encode(ID, seq & Long.MAX_VALUE, txid, 77, ROOT, draft);
        EntryCodec.Leaf read = EntryCodec.decode(leaf, sizes::get);
        assertThat(read).isEqualTo(new EntryCodec.Leaf(ID, new Entry(seq & Long.MAX_VALUE, txid, 77, ROOT, draft, MerkleTree.leaf(leaf))));
    }

    @Test
    void anyFlippedBitIsRefusedOrIsAnotherEntryInItsOneForm() {
        byte[] leaf = EntryCodec.encode(ID, 300, new UUID(1, 2), 1000, ROOT, small());
        int refused = 0;
        for (int bit = 0; bit < leaf.length * 8; bit++) {
            byte[] flipped = leaf.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                EntryCodec.Leaf other = EntryCodec.decode(flipped, _ -> 1);
                Entry e = other.entry();
                assertThat(EntryCodec.encode(other.ledger(), e.seq(), e.txid(), e.time(), e.baseRoot(), e.what())).isEqualTo(flipped);
            } catch (MalformedLeafException _) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void anyPrefixIsRefused() {
        byte[] leaf = EntryCodec.encode(ID, 3, new UUID(1, 2), 1000, ROOT, small());
        for (int length = 0; length < leaf.length; length++) {
            byte[] prefix = java.util.Arrays.copyOf(leaf, length);
            assertThatThrownBy(() -> EntryCodec.decode(prefix, _ -> 1)).isInstanceOf(MalformedLeafException.class);
        }
    }

    @Test
    void pathsOutOfOrderAreRefused() {
        String leaf = HexFormat.of().formatHex(EntryCodec.encode(ID, 3, new UUID(1, 2), 1000, ROOT, small()));
        String swapped = leaf.replace("854161", "85416f").replace("854162", "854161");
        assertThatThrownBy(() -> EntryCodec.decode(HexFormat.of().parseHex(swapped), _ -> 1)).hasMessageContaining("order");
    }

    @Test
    void kindsKeepTheirCodes() {
        assertThat(EntryKind.values()).extracting(EntryKind::code).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12);
    }

    @Test
    void theCodeThatIsOfNoKindIsRefused() throws MalformedLeafException {
        EntryDraft some = small();
        var rotation = new EntryDraft(EntryKind.KEY_ROTATION, some.session(), some.node(), some.actor(), some.approval(), some.summary(), some.treeBefore(),
                some.treeAfter(), some.changes(), some.evidence(), some.rolledBackTo());
        String leaf = HexFormat.of().formatHex(EntryCodec.encode(ID, 3, new UUID(1, 2), 1000, ROOT, rotation));
        assertThat(EntryCodec.decode(HexFormat.of().parseHex(leaf), _ -> 1).entry().what().kind()).isEqualTo(EntryKind.KEY_ROTATION);
        String eleven = leaf.replaceFirst("060c07", "060b07");
        assertThatThrownBy(() -> EntryCodec.decode(HexFormat.of().parseHex(eleven), _ -> 1)).hasMessageContaining("an unknown kind: 11");
    }

    @Provide
    Arbitrary<EntryDraft> drafts() {
        Arbitrary<String> text = Arbitraries.strings().withCharRange('\0', '\ud7ff').ofMaxLength(40);
        Arbitrary<Sha256> hash = Arbitraries.longs().map(n -> new Sha256(n, n * 31, n * 17, n * 13));
        Arbitrary<String> path = Arbitraries.strings().withChars("abc\u00e9\u6c34-_").ofMinLength(1).ofMaxLength(6)
                .list().ofMinSize(1).ofMaxSize(3).map(parts -> String.join("/", parts));
        Arbitrary<Optional<FileState>> state = Combinators.combine(Arbitraries.of(FileState.Kind.values()), Arbitraries.integers().between(0, 0777),
                hash).as((kind, mode, content) -> new FileState(kind, mode, content, content.a() & 0xffff)).optional();
        Arbitrary<List<PathEdit>> edits = Combinators.combine(path, state, state).as(Change::new)
                .filter(change -> !change.before().equals(change.after())).list().ofMaxSize(6).uniqueElements(Change::path)
                .map(list -> list.stream().map(c -> new PathEdit(Drafts.path(c.path()), c.before(), c.after())).toList());
        Arbitrary<Optional<Approval>> approval = Combinators.combine(text, text, hash, Arbitraries.longs().between(0, Long.MAX_VALUE), text)
                .as(Approval::new).optional();
        Arbitrary<List<Evidence>> evidence = Combinators.combine(text, hash).as(Evidence::new).list().ofMaxSize(4);
        Arbitrary<Actor> actor = Combinators.combine(text, text, text).as(Actor::new);
        return Combinators.combine(Arbitraries.of(EntryKind.values()), text, actor, approval, edits, evidence,
                Arbitraries.longs().between(0, Long.MAX_VALUE).optional(), hash).as((kind, some, who, by, changes, seen, to, tree) ->
                new EntryDraft(kind, some, some, who, by, some, tree, tree, changes, seen, to.map(OptionalLong::of).orElse(OptionalLong.empty())));
    }

    private record Change(String path, Optional<FileState> before, Optional<FileState> after) {}
}
