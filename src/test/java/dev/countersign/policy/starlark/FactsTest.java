package dev.countersign.policy.starlark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.starlark.value.IntValue;
import dev.countersign.starlark.value.StringValue;
import dev.countersign.starlark.value.StructValue;
import dev.countersign.starlark.value.TupleValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FactsTest {
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of("a", "b", "ab", "", "\n", "\n", "\n", "\r\n", "\r", "x\n", "yy\n").list().ofMaxSize(30).map(parts -> String.join("", parts));
    }

    private static List<String> added(String before, String after) {
        StructValue change = Facts.change("a.txt", Optional.empty(), "modified", before, after, false, false, false, Optional.empty(), 0, 0);
        return ((TupleValue) change.field("added").orElseThrow()).items().stream().map(one -> ((StructValue) one))
                .map(one -> ((IntValue) one.field("line").orElseThrow()).small() + ":" + ((StringValue) one.field("text").orElseThrow()).text()).toList();
    }

    /// What it means, written down plainly.
    private static List<String> plainly(String before, String after) {
        var known = new HashSet<>(before.lines().toList());
        var added = new ArrayList<String>();
        List<String> lines = after.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (!known.contains(lines.get(i))) {
                added.add(i + 1 + ":" + lines.get(i));
            }
        }
        return added;
    }

    @Property(tries = 5_000)
    void addedLinesAreThoseThatWereNowhereBefore(@ForAll("texts") String before, @ForAll("texts") String after) {
        assertThat(added(before, after)).isEqualTo(plainly(before, after));
    }

    @Property(tries = 2_000)
    void theSameForAChangeInTheMiddle(@ForAll("texts") String start, @ForAll("texts") String was, @ForAll("texts") String is, @ForAll("texts") String end) {
        assertThat(added(start + was + end, start + is + end)).isEqualTo(plainly(start + was + end, start + is + end));
    }

    @Example
    void manyLinesAreComparedToo() {
        String lines = "a\nb\nc\n".repeat(20);
        assertThat(added("b\n", lines)).hasSize(40).startsWith("1:a", "3:c");
    }
}
