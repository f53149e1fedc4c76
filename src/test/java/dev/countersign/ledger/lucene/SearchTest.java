package dev.countersign.ledger.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Walk;
import dev.countersign.ledger.entry.Decided;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.entry.EntryReading;
import dev.countersign.ledger.entry.Verdict;
import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.ledger.query.Found;
import dev.countersign.ledger.query.Grouping;
import dev.countersign.ledger.query.Outline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/// What the index answers is what looking at every entry answers.
class SearchTest {
    private static Ledger ledger;
    private static Path folder;
    private static Map<Entry, EntryReading.Read> read;

    @BeforeContainer
    static void open() throws IOException {
        folder = Files.createTempDirectory("shelf");
        var shelf = new Shelf(folder);
        ledger = shelf.open();
        shelf.fill(ledger, 260, new Random(17));
        var reading = new EntryReading(ledger.vault());
        read = new LinkedHashMap<>();
        for (Entry entry : new Walk(ledger).page(EntryQuery.recent(1_000))) {
            read.put(entry, reading.read(entry));
        }
    }

    @AfterContainer
    static void close() throws IOException {
        ledger.close();
    }

    @Property(tries = 400)
    void filtersAnswerLikeLookingAtEveryEntry(@ForAll("queries") EntryQuery query, @ForAll Grouping grouping) throws IOException {
        var walk = new Walk(ledger);
        assertThat(ledger.page(query)).isEqualTo(walk.page(query));
        Outline outline = ledger.outline(query, grouping);
        assertThat(outline).isEqualTo(walk.outline(query, grouping));
        int from = outline.count() / 3;
        assertThat(ledger.rows(query, grouping, outline.size(), from, 40)).isEqualTo(walk.rows(query, grouping, outline.size(), from, 40));
    }

    @Provide
    Arbitrary<EntryQuery> queries() {
        Arbitrary<Optional<String>> path = Arbitraries.of("pom.xml", "src/", "src/main/", "*.java", "src/**/*.java", "**", "docs/über*", "src/*", "?om.xml",
                "nothing", "src/main/Client.java", "*Cl(ie[nt", "a\\b*").optional();
        Arbitrary<OptionalLong> time = Arbitraries.longs().between(Shelf.START.toEpochMilli(), Shelf.START.toEpochMilli() + 120L * 86_400_000)
                .optional().map(t -> t.map(OptionalLong::of).orElse(OptionalLong.empty()));
        Arbitrary<OptionalLong> below = Arbitraries.longs().between(0, 270).optional(0.3).map(t -> t.map(OptionalLong::of).orElse(OptionalLong.empty()));
        return Combinators.combine(below, Arbitraries.integers().between(1, 60), path, Arbitraries.of(Shelf.AGENTS).optional(0.3),
                Arbitraries.of(EntryKind.class).optional(0.3), Arbitraries.of("opus", "gpt").optional(0.3),
                Combinators.combine(Arbitraries.of(Verdict.class).optional(0.4), Arbitraries.of(Decided.class).optional(0.4)).as(Two::new),
                Combinators.combine(time, time).as(Two::new)).as((b, limit, p, agent, kind, model, judged, when) ->
                new EntryQuery(b, limit, Optional.empty(), p, agent, kind, model, judged.one(), judged.other(),
                        limit % 5 == 0 ? Optional.of("run-2") : Optional.empty(), limit % 2 == 0 ? when.one() : OptionalLong.empty(),
                        limit % 3 == 0 ? when.other() : OptionalLong.empty()));
    }

    private record Two<A, B>(A one, B other) {}

    @Property(tries = 200)
    void anyTextCanBeSearchedForAndWhatIsFoundHoldsIt(@ForAll("texts") String text) throws IOException {
        EntryQuery query = text(text);
        SearchText words = SearchText.of(text);
        List<Entry> found = ledger.page(query);
        for (Entry entry : read.keySet()) {
            var lines = read.get(entry).lines();
            boolean holds = text.isBlank() || !words.parts().isEmpty() && words.parts().stream().allMatch(part ->
                    !new SearchText(List.of(part)).in(lines).isEmpty());
            assertThat(found.contains(entry)).as(entry.seq() + " " + text).isEqualTo(holds);
        }
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> known = Arbitraries.of("client", "retry locale", "\"make the\"", "zür", "Client.java", "src/main", "run-2", "\"total x1", "x1;", "serv lo", "\"client =\"",
                "AND OR NOT", "a:b", "+-&|!(){}[]^~*?\\/", "\"\"", "noted re", "locale =");
        return Arbitraries.oneOf(known, Arbitraries.strings().ofMaxLength(12), Combinators.combine(known, Arbitraries.strings().ofMaxLength(3)).as(String::concat));
    }

    private static EntryQuery text(String text) {
        return new EntryQuery(OptionalLong.empty(), 1_000, Optional.of(text), Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Property(tries = 300)
    void marksStandWhereTheWordsDo(@ForAll("texts") String text) throws IOException {
        for (Found found : ledger.rows(text(text), Grouping.DAY, ledger.size(), 0, 30)) {
            assertThat(found.passages().isEmpty()).isEqualTo(text.isBlank());
            for (Found.Passage passage : found.passages()) {
                int at = 0;
                for (Found.Mark mark : passage.marks()) {
                    assertThat(mark.start()).isBetween(at, mark.end() - 1);
                    at = mark.end();
                }
                assertThat(at).isLessThanOrEqualTo(passage.text().length());
            }
        }
    }
}
