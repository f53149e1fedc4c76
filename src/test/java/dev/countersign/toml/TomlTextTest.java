package dev.countersign.toml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

class TomlTextTest {
    private static final String FAILS = "rk ={c\"nt\",\u0005#I\u0000A";

    @Test
    void whatTheParserFailsOnIsAnErrorInItsLine() {
        String text = "a = 1\n\nb = 2\n" + FAILS + "\nc = 3\n";
        assertThatThrownBy(() -> Toml.parse(text)).isInstanceOf(NullPointerException.class);

        TomlParseResult read = TomlText.parse(text);

        assertThat(read.errors()).isNotEmpty();
        assertThat(read.errors().getFirst().position().line()).isEqualTo(4);
        assertThat(TomlText.parse(FAILS).errors().getFirst().position().line()).isEqualTo(1);
    }

    @Test
    void allElseIsReadAsItIs() {
        assertThat(TomlText.parse("a = 1\n").getLong("a")).isEqualTo(1);
        assertThat(TomlText.parse("a = \n").errors().getFirst().position().line()).isEqualTo(1);
        assertThat(TomlText.parse("").isEmpty()).isTrue();
    }
}
