package dev.countersign.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.fault.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoomTest {
    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("ledger.toml"), text);
    }

    @ParameterizedTest
    @CsvSource({"0, FREE", "79, FREE", "80, NEAR", "99, NEAR", "100, OVER", "250, OVER"})
    void itIsToldAtEightyPercentAndAtTheBudget(long used, Room.Level level) {
        assertThat(new Room(used, 100).level()).isEqualTo(level);
        assertThat(new Room(used, 100).warning().isPresent()).isEqualTo(level != Room.Level.FREE);
    }

    @Test
    void itIsSaidInWords() {
        assertThat(new Room(82L << 20, 100L << 20).says()).isEqualTo("82.0 MiB of a budget of 100.0 MiB (82 %)");
    }

    @Test
    void theFilesOfTheVaultAreMeasured() throws IOException {
        Files.write(folder.resolve("0.pack"), new byte[700]);
        Files.write(folder.resolve("1.pack"), new byte[77]);
        assertThat(Room.of(folder, 1000)).isEqualTo(new Room(777, 1000));
        assertThat(Room.of(folder.resolve("none"), 1000)).isEqualTo(new Room(0, 1000));
    }

    @ParameterizedTest
    @CsvSource({"500 MiB, 524288000", "10 GiB, 10737418240", "1tib, 1099511627776", "3 kib, 3072"})
    void aBudgetIsASizeWithItsUnit(String text, long bytes) throws IOException {
        assertThat(Room.budget(file("content_budget = \"" + text + "\"\n"))).isEqualTo(bytes);
    }

    @Test
    void withoutAWordTheBudgetIsTenGibibytes() throws IOException {
        assertThat(Room.budget(folder.resolve("none.toml"))).isEqualTo(10L << 30);
        assertThat(Room.budget(file("# nothing\n"))).isEqualTo(10L << 30);
    }

    @ParameterizedTest
    @ValueSource(strings = {"content_budget = \"much\"", "content_budget = 5", "content_budget = \"0 GiB\"", "content_budget = \"999999999 TiB\"",
            "content-budget = \"5 GiB\"", "content_budget = "})
    void whatIsNoBudgetIsNamedWithItsLine(String line) throws IOException {
        Path file = file("\n" + line + "\n");
        assertThatThrownBy(() -> Room.budget(file)).isInstanceOfSatisfying(UserException.class, e -> {
            assertThat(e.problem().code()).isEqualTo("LEDGER-036");
            assertThat(e.problem().sentence()).contains("ledger.toml", "line 2");
        });
    }
}
