package dev.countersign.verify.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.fault.UserException;
import dev.countersign.verify.Part;
import dev.countersign.verify.Scale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleFileTest {
    @TempDir
    private Path folder;

    private Scale load(String text) throws IOException {
        return ScaleFile.load(Files.writeString(folder.resolve("checks.toml"), text));
    }

    @Test
    void withoutAFileEverythingWeighsOne() {
        assertThat(ScaleFile.load(folder.resolve("none.toml"))).isEqualTo(Scale.DEFAULT);
        assertThat(Scale.DEFAULT.factor(Part.LOG, "mvn test")).isEqualTo(1);
    }

    @Test
    void weightsAndEpsilonAreRead() throws IOException {
        assertThat(load("epsilon = 0.5\n[parts]\nsyn = 2\n[sensors]\n\"mvn test\" = 0.25\n"))
                .isEqualTo(new Scale(0.5, Map.of(Part.SYN, 2.0), Map.of("mvn test", 0.25)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "epsilon = -1 | \"epsilon\" is a number",
            "epsilon = nan | \"epsilon\" is a number",
            "epsilon = inf | \"epsilon\" is a number",
            "epsilon = true | \"epsilon\" is a number",
            "weight = 1 | line 1 are wrong: the key \"weight\" is unknown",
            "parts = 1 | \"parts\" is a table",
            "parts.sin = 1 | there is no part \"sin\"",
            "sensors.a = -1 | \"a\" is a number",
            "epsilon = | line 1 are wrong"})
    void anythingElseRefusesTheFileAndNamesThePlace(String text, String says) {
        assertThatThrownBy(() -> load(text)).isInstanceOfSatisfying(UserException.class, e -> {
            assertThat(e.problem().code()).isEqualTo("CHECK-004");
            assertThat(e.problem().sentence()).contains(says);
        });
    }
}
