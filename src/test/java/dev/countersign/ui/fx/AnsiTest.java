package dev.countersign.ui.fx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;

class AnsiTest {
    @Example
    void ansiColoursAreReadAndEverythingElseIsDropped() {
        assertThat(Ansi.spans("a\u001b[1;31mred\u001b[0m b\u001b]0;title\u0007\u001b[2K\u001b[38;5;200mx\r")).containsExactly(
                new Ansi.Span("a", Optional.empty(), false), new Ansi.Span("red", Optional.of(1), true),
                new Ansi.Span(" b", Optional.empty(), false), new Ansi.Span("x", Optional.empty(), false));
    }

    @Property(tries = 500)
    void ansiLeavesNoControlCharacterWhateverItIsGiven(@ForAll String text) {
        assertThat(Ansi.strip(text).chars().filter(ch -> Character.isISOControl(ch) && ch != '\n' && ch != '\t')).isEmpty();
    }

    @Property(tries = 200)
    void ansiLeavesPlainTextAsItIs(@ForAll @AlphaChars String text) {
        assertThat(Ansi.strip(text)).isEqualTo(text);
    }
}
