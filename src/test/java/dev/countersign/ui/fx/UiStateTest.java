package dev.countersign.ui.fx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UiStateTest {
    @TempDir
    Path folder;

    @Test
    void keepsWhatWasPut() {
        Path file = folder.resolve("deep/ui.json");
        UiState state = UiState.open(file);
        state.put("theme", "dark");
        state.put("window.width", 1280.5);
        state.put("sidebar", false);
        state.put("recent", List.of("/a", "/\u00e4 \"b\""));
        state.save();

        UiState again = UiState.open(file);
        assertThat(again.get("theme")).contains("dark");
        assertThat(again.number("window.width")).isEqualTo(OptionalDouble.of(1280.5));
        assertThat(again.get("sidebar", true)).isFalse();
        assertThat(again.list("recent")).containsExactly("/a", "/\u00e4 \"b\"");
        assertThat(folder.resolve("deep")).isDirectoryContaining(f -> f.endsWith("ui.json"));
        assertThat(folder.resolve("deep").toFile().list()).containsExactly("ui.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "null", "[1,2]", "{\"theme\": \"dark\"", "\u0000\u0001"})
    void aFileThatCannotBeReadIsSetAsideAndEverythingIsAtItsDefault(String content) throws IOException {
        Path file = folder.resolve("ui.json");
        Files.writeString(file, content);
        UiState state = UiState.open(file);
        assertThat(state.get("theme", "system")).isEqualTo("system");
        assertThat(folder.resolve("ui.json.bad")).hasContent(content);
        state.put("theme", "light");
        state.save();
        assertThat(UiState.open(file).get("theme")).contains("light");
    }

    @Test
    void valuesOfAnotherKindAreLeftOut() throws IOException {
        Path file = folder.resolve("ui.json");
        Files.writeString(file, "{\"theme\": {\"a\": 1}, \"recent\": [1, \"x\"], \"evidence\": \"true\", \"window.x\": \"NaN\"}");
        UiState state = UiState.open(file);
        assertThat(state.get("theme")).isEmpty();
        assertThat(state.list("recent")).isEmpty();
        assertThat(state.get("evidence")).isEqualTo(Optional.of("true"));
        assertThat(state.number("window.x")).isEmpty();
    }

    @Test
    void aFolderThatCannotBeWrittenLeavesTheOldFile() throws IOException {
        Path file = folder.resolve("ui.json");
        Files.writeString(file, "{\"theme\":\"dark\"}");
        UiState state = UiState.open(file);
        Files.createDirectory(folder.resolve("ui.json.tmp"));
        state.put("theme", "light");
        assertThatThrownBy(state::save).isInstanceOf(UncheckedIOException.class);
        assertThat(file).hasContent("{\"theme\":\"dark\"}");
    }
}
