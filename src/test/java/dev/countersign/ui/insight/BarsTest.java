package dev.countersign.ui.insight;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BarsTest {
    @ParameterizedTest
    @CsvSource({"300, 1, 252", "300, 5, 12", "300, 30, 8", "300, 0, 8", "0, 3, 8"})
    void fewBarsAreSlimAndManyKeepAGap(double length, int bars, double gap) {
        assertThat(Bars.gap(length, bars)).isEqualTo(gap);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "12000, '12,000'", "0.25, ''", "1.5, ''", "2.0000000001, 2"})
    void onlyWholeNumbersStandAtTheAxis(double tick, String label) {
        assertThat(Bars.label(tick)).isEqualTo(label);
    }
}
