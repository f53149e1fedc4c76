package dev.countersign.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.verify.SensorResult.Baseline;
import dev.countersign.verify.SensorResult.State;
import dev.countersign.workspace.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;

class EnergyPropertyTest {
    private static final Sha256 TREE = Sha256.of(new byte[] {1});
    private static final Arbitrary<Part> PARTS = Arbitraries.of(Part.class);

    @Provide
    Arbitrary<Residual> residuals() {
        return Combinators.combine(PARTS, Arbitraries.of("a", "b"), Arbitraries.doubles().between(0, 100), Arbitraries.doubles().between(0, 100))
                .as((part, sensor, r, w) -> new Residual(part, sensor, Optional.empty(), 0, 0, "m", r, w));
    }

    @Provide
    Arbitrary<SensorResult> results() {
        Arbitrary<State> state = Arbitraries.oneOf(Arbitraries.just(new State.Passed("all")), Arbitraries.just(new State.NotChecked("no")),
                Arbitraries.just(new State.Stale("old")), residuals().list().ofMinSize(1).ofMaxSize(4).map(State.Failed::new));
        Arbitrary<Baseline> baseline = residuals().list().ofMaxSize(3).map(mended -> new Baseline(true, List.of(), mended));
        return Combinators.combine(PARTS, Arbitraries.of("a", "b"), state, baseline)
                .as((part, sensor, s, b) -> new SensorResult(part, sensor, s, Optional.empty(), b));
    }

    @Provide
    Arbitrary<List<SensorResult>> many() {
        return results().list().ofMaxSize(6);
    }

    private static Verification verification(List<SensorResult> results) {
        return new Verification(TREE, results, TREE, Instant.EPOCH, Duration.ZERO);
    }

    @Property
    void isTheSumOverPartsAndOverResiduals(@ForAll("many") List<SensorResult> results) {
        Verification v = verification(results);
        double bySum = v.residuals().stream().mapToDouble(r -> r.weight() * r.magnitude() * r.magnitude()).sum();
        double byPart = List.of(Part.values()).stream().mapToDouble(v::energy).sum();

        assertThat(v.energy()).isCloseTo(bySum, org.assertj.core.data.Offset.offset(1e-6 * (1 + bySum)));
        assertThat(byPart).isCloseTo(bySum, org.assertj.core.data.Offset.offset(1e-6 * (1 + bySum)));
    }

    @Property
    void growsWithEachResidual(@ForAll("many") List<SensorResult> results, @ForAll("residuals") Residual more) {
        var with = new ArrayList<>(results);
        with.add(new SensorResult(more.part(), "more", new State.Failed(List.of(more)), Optional.empty()));

        assertThat(verification(with).energy()).isGreaterThanOrEqualTo(verification(results).energy());
        assertThat(verification(with).isStable()).isEqualTo(verification(with).energy() <= Verification.EPSILON);
        if (!verification(results).isStable()) {
            assertThat(verification(with).isStable()).isFalse();
        }
    }

    @Property
    void growsWithMagnitudeAndWeight(@ForAll("residuals") Residual r, @ForAll @DoubleRange(min = 0, max = 50) double by) {
        var larger = new Residual(r.part(), r.sensor(), r.path(), 0, 0, r.message(), r.magnitude() + by, r.weight());
        var heavier = new Residual(r.part(), r.sensor(), r.path(), 0, 0, r.message(), r.magnitude(), r.weight() + by);

        assertThat(larger.energy()).isGreaterThanOrEqualTo(r.energy());
        assertThat(heavier.energy()).isGreaterThanOrEqualTo(r.energy());
    }

    @Property
    void zeroOnlyWhereEverythingWasCheckedAndNothingWasFound(@ForAll("many") List<SensorResult> results) {
        boolean all = !results.isEmpty() && results.stream().allMatch(r -> switch (r.state()) {
            case State.Passed _ -> true;
            case State.Failed f -> f.residuals().stream().allMatch(x -> x.energy() == 0);
            case State.NotChecked _, State.Stale _ -> false;
        });

        assertThat(verification(results).measured().isZero()).isEqualTo(all);
        assertThat(verification(results).measured().text().equals("0.00") && verification(results).energy() == 0).isEqualTo(all);
    }

    @Property
    void verifiedNeedsAPassAndNothingFailedOrStale(@ForAll("many") List<SensorResult> results) {
        boolean passed = results.stream().anyMatch(r -> r.state() instanceof State.Passed);
        boolean bad = results.stream().anyMatch(r -> r.state() instanceof State.Failed || r.state() instanceof State.Stale);

        assertThat(verification(results).isVerified()).isEqualTo(passed && !bad);
    }

    /// Mending one thing never pays for breaking another.
    @Property
    void whatWasMendedNeverLowersIt(@ForAll("many") List<SensorResult> results) {
        List<SensorResult> without = results.stream().map(r -> new SensorResult(r.part(), r.sensor(), r.state(), r.evidence())).toList();

        assertThat(verification(results).energy()).isEqualTo(verification(without).energy());
        assertThat(verification(results).relief()).isNotNegative();
    }

    @Property
    void anotherTreeMakesEachResultStaleAndNothingVerified(@ForAll("many") List<SensorResult> results) {
        Verification other = verification(results).asOf(Sha256.of(new byte[] {2}));

        assertThat(other.isVerified()).isFalse();
        assertThat(other.results()).noneMatch(SensorResult::isChecked).hasSameSizeAs(results);
        assertThat(other.measured().isZero()).isFalse();
        assertThat(verification(results).asOf(TREE)).isEqualTo(verification(results));
    }

    @Property
    void weightsOfPartAndSensorMultiply(@ForAll("results") SensorResult result, @ForAll @DoubleRange(min = 0, max = 10) double part,
                                        @ForAll @DoubleRange(min = 0, max = 10) double sensor) {
        var scale = new Scale(0.1, Map.of(result.part(), part), Map.of(result.sensor(), sensor));
        double before = verification(List.of(result)).energy();

        assertThat(verification(List.of(scale.weigh(result))).energy())
                .isCloseTo(before * part * sensor, org.assertj.core.data.Offset.offset(1e-6 * (1 + before * part * sensor)));
    }
}
