package dev.countersign.verify;

import java.util.Collection;
import java.util.Locale;

/// V(x) = Σ w·‖r‖² as far as it was measured: where a sensor did not check, or said something that is stale by now, the true
/// value is this or more, and it is not called nought.
///
/// @param known     Σ w·‖r‖² over the residuals that were found; not negative
/// @param unchecked sensors that say nothing of the tree
/// @param checked   sensors that do
public record Energy(double known, int unchecked, int checked) {
    public Energy {
        if (!(known >= 0) || unchecked < 0 || checked < 0) {
            throw new IllegalArgumentException("an energy is not negative");
        }
    }

    static Energy of(Collection<SensorResult> results) {
        int checked = (int) results.stream().filter(SensorResult::isChecked).count();
        return new Energy(results.stream().flatMap(r -> r.residuals().stream()).mapToDouble(Residual::energy).sum(),
                results.size() - checked, checked);
    }

    /// Every sensor has spoken, and there was at least one.
    public boolean isWhole() {
        return unchecked == 0 && checked > 0;
    }

    /// Everything was checked, and nothing was found.
    public boolean isZero() {
        return isWhole() && known == 0;
    }

    /// `1.50`, or `≥ 1.50` where something was not checked; a dash where nothing was.
    public String text() {
        return checked == 0 ? "\u2013" : (isWhole() ? "" : "\u2265\u00a0") + String.format(Locale.ENGLISH, "%.2f", known);
    }
}
